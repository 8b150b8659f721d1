# ruff: noqa: E501 -- a text that is cut in two is no longer what somebody wrote
"""What learners write, print and paste with a secret in it, and what only looks alike: material for the detector.

Written by somebody who did not know the rules. Nothing here is a key: values are made up in each run, the same each
time, and put together from pieces. `LEAKS` are names, texts and the secrets in them; `HARMLESS` names and texts.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import string

LEAKS: list[tuple[str, str, tuple[str, ...]]] = []
HARMLESS: list[tuple[str, str]] = []

AN = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
LOW = string.ascii_lowercase + string.digits
UP = string.ascii_uppercase + string.digits
B64 = AN + "+/"
URLS = AN + "-_"
B32 = string.ascii_uppercase + "234567"
R = random.Random(20261121)


def r(length: int, letters: str = AN) -> str:
    """Make up letters that begin and end with a letter or digit and, where they may, hold a digit."""
    while True:
        made = "".join(R.choice(letters) for _ in range(length))
        has_digit = any(letter.isdigit() for letter in made) or not set(letters) & set(string.digits)
        if made[0] in AN and made[-1] in AN and has_digit:
            return made


def uuid() -> str:
    return "-".join(r(length, HEX) for length in (8, 4, 4, 4, 12))


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def j(claims: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def add(name: str, text: str, *secrets: str) -> None:
    LEAKS.append((name, text, secrets))


def written(name: str, template: str, *secrets: str) -> None:
    """Put the secrets in the places {0}, {1} … of the text."""
    for number, one in enumerate(secrets):
        template = template.replace(f"{{{number}}}", one)
    add(name, template, *secrets)


def harmless(name: str, text: str) -> None:
    HARMLESS.append((name, text))


def oai() -> str:
    return "sk-" + r(20) + "T3Blbk" + "FJ" + r(20)


def oaip() -> str:
    return "sk-" + "proj-" + r(74, URLS) + "T3Blbk" + "FJ" + r(74, URLS)


# --- OpenAI / Anthropic / LLM
written("openai old env", 'import os\nos.environ["OPENAI_API_KEY"] = "{0}"', oai())
written("openai proj short", 'client = OpenAI(api_key="{0}")', "sk-" + "proj-" + r(48))
written("openai proj long", "openai.api_key = '{0}'", oaip())
written("openai svcacct", "%env OPENAI_API_KEY={0}", "sk-" + "svcacct-" + r(74, URLS) + "T3Blbk" + "FJ" + r(58, URLS))
written(
    "openai error output",
    "AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided: {0}. You can find your API key at https://platform.openai.com/account/api-keys.', 'type': 'invalid_request_error'}}",
    oai(),
)
written("openai old comment", "# old key: {0}\n", oai())
written("openai export", "!export OPENAI_API_KEY={0}", oaip())
written("openai markdown", "My key is `{0}` (I will delete it later).", oai())
written("anthropic", 'client = anthropic.Anthropic(api_key="{0}")', "sk-" + "ant-" + "api03-" + r(93, URLS) + "AA")
written(
    "anthropic curl",
    '!curl https://api.anthropic.com/v1/messages -H "x-api-key: {0}" -H "content-type: application/json"',
    "sk-" + "ant-" + "api03-" + r(93, URLS) + "AA",
)
written("anthropic oauth", "CLAUDE_CODE_OAUTH_TOKEN={0}", "sk-" + "ant-" + "oat01-" + r(93, URLS) + "AA")
written("openrouter", 'headers={"Authorization": f"Bearer {0}"}', "sk-" + "or-" + "v1-" + r(64, HEX))
written("deepseek", 'llm = ChatOpenAI(base_url="https://api.deepseek.com", api_key="{0}")', "sk-" + r(32, HEX))
written("groq", 'client = Groq(api_key="{0}")', "gsk_" + r(52))
written("mistral positional", 'client = MistralClient("{0}")', r(32))
written("mistral kw", 'client = MistralClient(api_key="{0}")', r(32))
written("together", 'os.environ["TOGETHER_API_KEY"]="{0}"', r(64, HEX))
written("cohere Client", 'co = cohere.Client("{0}")', r(40))
written("cohere env", 'COHERE_API_KEY = "{0}"', r(40))
written("replicate", 'os.environ["REPLICATE_API_TOKEN"] = "{0}"', "r8_" + r(37))
written("gemini configure", 'genai.configure(api_key="{0}")', "AIza" + r(35, URLS))
written(
    "gemini url",
    '!curl "https://generativelanguage.googleapis.com/v1beta/models/gemini-pro:generateContent?key={0}"',
    "AIza" + r(35, URLS),
)
written("google maps", "gmaps = googlemaps.Client(key='{0}')", "AIza" + r(35, URLS))
written(
    "google html map",
    '<script src="https://maps.googleapis.com/maps/api/js?key={0}&callback=initMap"></script>',
    "AIza" + r(35, URLS),
)
written(
    "google oauth secret",
    '{"installed":{"client_id":"123456789012-abc.apps.googleusercontent.com","client_secret":"{0}"}}',
    "GOCSPX-" + r(28, URLS),
)
written("google old oauth secret", 'client_secret = "{0}"  # google', r(24, URLS))
written("google refresh", '"refresh_token": "{0}"', "1//0" + r(60, URLS))
written("google ya29", "Authorization: Bearer {0}", "ya29." + "a0Af" + r(150, URLS))
pem = "\\n".join(r(64, B64) for _ in range(24))
written(
    "service account",
    json.dumps(
        {
            "type": "service_account",
            "project_id": "my-project-42",
            "private_key_id": r(40, HEX),
            "private_key": "-----BEGIN " + "PRIVATE KEY-----\n{0}\n-----END " + "PRIVATE KEY-----\n",
            "client_email": "x@my-project-42.iam.gserviceaccount.com",
        }
    ),
    pem,
)
written(
    "service account dict cell",
    'creds = {\n  "type": "service_account",\n  "private_key": "-----BEGIN '
    "PRIVATE KEY-----\\n{0}\\n-----END "
    'PRIVATE KEY-----\\n",\n}',
    pem,
)
written(
    "firebase config js",
    '%%javascript\nconst firebaseConfig = { apiKey: "{0}", authDomain: "x.firebaseapp.com" };',
    "AIza" + r(35, URLS),
)
# --- AWS
written("aws pair py", "aws_access_key_id = '{0}'\naws_secret_access_key = '{1}'", "AKIA" + r(16, B32), r(40, B64))
written(
    "aws boto3",
    "s3 = boto3.client('s3', aws_access_key_id='{0}', aws_secret_access_key='{1}')",
    "AKIA" + r(16, B32),
    r(40, B64),
)
written("aws names upper", "ACCESS_KEY = '{0}'\nSECRET_KEY = '{1}'", "AKIA" + r(16, B32), r(40, B64))
written(
    "aws credentials cat",
    "[default]\naws_access_key_id = {0}\naws_secret_access_key = {1}\nregion = us-east-1",
    "AKIA" + r(16, B32),
    r(40, B64),
)
written("aws session token", 'os.environ["AWS_SESSION_TOKEN"] = "{0}"', "IQoJb3JpZ2lu" + r(300, B64))
written(
    "aws temp json",
    '{"AccessKeyId": "{0}", "SecretAccessKey": "{1}", "Expiration": "2024-01-01T00:00:00Z"}',
    "ASIA" + r(16, B32),
    r(40, B64),
)
written("aws spark hadoop", 'sc._jsc.hadoopConfiguration().set("fs.s3a.secret.key", "{0}")', r(40, B64))
written(
    "aws positional",
    's3 = boto3.resource("s3", "us-east-1", True, True, None, "{0}", "{1}")',
    "AKIA" + r(16, B32),
    r(40, B64),
)
written(
    "aws presigned real",
    "https://bucket.s3.amazonaws.com/a.csv?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={0}%2F20240101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature="
    + r(64, HEX),
    "ASIA" + r(16, B32),
)
written("aws configure", "!aws configure set aws_secret_access_key {0}", r(40, B64))
written("aws s3fs", "fs = s3fs.S3FileSystem(key='{0}', secret='{1}')", "AKIA" + r(16, B32), r(40, B64))
written(
    "aws storage_options",
    "pd.read_csv('s3://b/x.csv', storage_options={'key': '{0}', 'secret': '{1}'})",
    "AKIA" + r(16, B32),
    r(40, B64),
)
# --- Azure
written(
    "azure storage conn",
    'conn = "DefaultEndpointsProtocol=https;AccountName=stacc;AccountKey={0};EndpointSuffix=core.windows.net"',
    r(86, B64) + "==",
)
written("azure storage key var", 'storage_account_key = "{0}"', r(86, B64) + "==")
written(
    "azure spark conf", 'spark.conf.set("fs.azure.account.key.stacc.dfs.core.windows.net", "{0}")', r(86, B64) + "=="
)
written(
    "azure sas",
    "https://stacc.blob.core.windows.net/c/f.csv?sv=2022-11-02&ss=b&srt=sco&sp=rl&se=2025-01-01T00:00:00Z&sig={0}",
    r(42, AN) + "%3D",
)
written("azure openai key", 'AZURE_OPENAI_API_KEY="{0}"', r(32, HEX))
written(
    "azure openai new key",
    'openai.api_type="azure"\nopenai.api_key = "{0}"',
    r(52) + "JQQJ99" + "BAACYeBjFXJ3w3AAABACOG" + r(4),
)
written(
    "azure ad secret",
    'ClientSecretCredential(tenant_id="t", client_id="c", client_secret="{0}")',
    r(3) + "8Q~" + r(34, URLS),
)
written("azure cognitive", "subscription_key = '{0}'", r(32, HEX))
written("azure ocp header", "headers = {'Ocp-Apim-Subscription-Key': '{0}'}", r(32, HEX))
written(
    "azure cosmos", 'cosmos = CosmosClient("https://x.documents.azure.com:443/", credential="{0}")', r(86, B64) + "=="
)
written(
    "azure service bus",
    'CONN = "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={0}"',
    r(43, B64) + "=",
)
# --- GitHub etc
written("github ghp clone", "!git clone https://{0}@github.com/me/private.git", "ghp_" + r(36))
written("github user token clone", "!git clone https://me:{0}@github.com/me/private.git", "ghp_" + r(36))
written("github old hex token clone", "!git clone https://me:{0}@github.com/me/private.git", r(40, HEX))
written("github fine", 'g = Github("{0}")', "github_" + "pat_" + r(22) + "_" + r(59))
written("github pip", "!pip install git+https://{0}@github.com/me/repo.git", "ghp_" + r(36))
written("github gho", "GH_TOKEN={0}", "gho_" + r(36))
written("github header token", 'requests.get(url, headers={"Authorization": "token {0}"})', r(40, HEX))
written("github remote set-url", "!git remote set-url origin https://x-access-token:{0}@github.com/a/b", "ghs_" + r(36))
written("gitlab clone", "!git clone https://oauth2:{0}@gitlab.com/me/p.git", "glpat-" + r(20, URLS))
written("gitlab lib", "gl = gitlab.Gitlab('https://gitlab.com', private_token='{0}')", "glpat-" + r(20, URLS))
written("gitlab old token", "gl = gitlab.Gitlab('https://gitlab.com', private_token='{0}')", r(20, URLS))
written("gitlab new routable", "GITLAB_TOKEN={0}", "glpat-" + r(27, URLS) + ".01." + r(9, LOW))
written("gh fstring", 'token = "{0}"\n!git push https://{token}@github.com/a/b', "ghp_" + r(36))
written("bitbucket app pw", "!git clone https://me:{0}@bitbucket.org/me/p.git", "ATBB" + r(32))
written("git config", "!git config --global user.password {0}", r(14))
# --- HF, Kaggle, W&B...
written("hf login", 'from huggingface_hub import login\nlogin(token="{0}")', "hf_" + r(34, string.ascii_letters))
written("hf login pos", 'login("{0}")', "hf_" + r(34, string.ascii_letters))
written("hf cli", "!huggingface-cli login --token {0} --add-to-git-credential", "hf_" + r(34, string.ascii_letters))
written(
    "hf use_auth_token", 'AutoModel.from_pretrained("x", use_auth_token="{0}")', "hf_" + r(34, string.ascii_letters)
)
written("hf api_org", 'HEADERS = {"Authorization": "Bearer {0}"}', "api_" + "org_" + r(34, string.ascii_letters))
written("kaggle.json echo", '!echo \'{"username":"janedoe","key":"{0}"}\' > ~/.kaggle/kaggle.json', r(32, HEX))
written(
    "kaggle json dump",
    'api_token = {"username":"janedoe","key":"{0}"}\nwith open("~/.kaggle/kaggle.json","w") as f: json.dump(api_token, f)',
    r(32, HEX),
)
written("kaggle env", "os.environ['KAGGLE_USERNAME'] = 'janedoe'\nos.environ['KAGGLE_KEY'] = '{0}'", r(32, HEX))
written("kaggle cat out", '{"username":"janedoe","key":"{0}"}', r(32, HEX))
written("kaggle config", "!kaggle config set -n key -v {0}", r(32, HEX))
written(
    "kaggle uploaded",
    'Saving kaggle.json to kaggle.json\n{\'kaggle.json\': b\'{"username":"janedoe","key":"{0}"}\'}',
    r(32, HEX),
)
written("kaggle new", "export KAGGLE_API_TOKEN={0}", "KGAT_" + r(32, HEX))
written("wandb login cli", "!wandb login {0}", r(40, HEX))
written("wandb login kw", 'wandb.login(key="{0}")', r(40, HEX))
written("wandb env", "%env WANDB_API_KEY={0}", r(40, HEX))
written("wandb relogin", "!wandb login --relogin {0}", r(40, HEX))
written("wandb netrc", "machine api.wandb.ai\n  login user\n  password {0}", r(40, HEX))
written("comet", 'experiment = Experiment(api_key="{0}", project_name="x", workspace="me")', r(25))
written("comet positional", 'experiment = Experiment("{0}", project_name="cifar")', r(25))
written("comet init", 'comet_ml.init(api_key="{0}")', r(25))
written(
    "neptune",
    'run = neptune.init_run(project="me/x", api_token="{0}")',
    b64(json.dumps({"api_address": "https://app.neptune.ai", "api_url": "https://app.neptune.ai", "api_key": uuid()})),
)
written("pinecone env", 'pinecone.init(api_key="{0}", environment="us-west1-gcp")', uuid())
written("pinecone new", 'pc = Pinecone(api_key="{0}")', "pcsk_" + r(6) + "_" + r(63))
written("pinecone pos", 'pc = Pinecone("{0}")', uuid())
written("roboflow", 'rf = Roboflow(api_key="{0}")', r(20))
written("roboflow url", "https://app.roboflow.com/ds/AbCdEf?key={0}", r(10))
written("ngrok cmd", "!ngrok authtoken {0}", "2" + r(26) + "_" + r(21))
written("ngrok py", 'ngrok.set_auth_token("{0}")', "2" + r(26) + "_" + r(21))
written("ngrok config", "!ngrok config add-authtoken {0}", "2" + r(26) + "_" + r(21))
written("dagshub", 'os.environ["MLFLOW_TRACKING_PASSWORD"] = "{0}"', r(40, HEX))
written("clearml", "%env CLEARML_API_SECRET_KEY={0}", r(50))
written("mlflow uri", 'mlflow.set_tracking_uri("https://me:{0}@mlflow.example.org")', r(16))
# --- chat, mail
written(
    "slack bot",
    'client = WebClient(token="{0}")',
    "xoxb-" + r(12, string.digits) + "-" + r(13, string.digits) + "-" + r(24),
)
written("slack hook", "https://hooks.slack.com/services/" + "{0}", "T" + r(10, UP) + "/B" + r(10, UP) + "/" + r(24))
written("discord bot", 'bot.run("{0}")', b64(r(19, "123456789")).rstrip("=") + "." + r(6) + "." + r(38, URLS))
written("discord hook", "WEBHOOK = 'https://discord.com/api/webhooks/" + r(19, string.digits) + "/{0}'", r(68, URLS))
written("telegram", "bot = telebot.TeleBot('{0}')", r(10, "123456789") + ":AA" + r(33, URLS))
written(
    "telegram url", "https://api.telegram.org/bot{0}/sendMessage?chat_id=42", r(10, "123456789") + ":AA" + r(33, URLS)
)
written("stripe", 'stripe.api_key = "{0}"', "sk_" + "live_" + r(24))
written("stripe restricted", 'stripe.api_key = "{0}"', "rk_" + "live_" + r(99))
written("twilio", "client = Client('AC" + r(32, HEX) + "', '{0}')", r(32, HEX))
written("twilio named", "account_sid = 'AC" + r(32, HEX) + "'\nauth_token = '{0}'", r(32, HEX))
written("sendgrid", "sg = SendGridAPIClient('{0}')", "SG." + r(22, URLS) + "." + r(43, URLS))
written("mailgun", 'auth=("api", "{0}")', "key-" + r(32, HEX))
written(
    "smtp login",
    'server.login("jane.doe@gmail.com", "{0}")',
    "abcd" + " efgh" + " ijkl" + " mnop".replace("mnop", r(4, string.ascii_lowercase)),
)
written(
    "smtp login 2",
    's = smtplib.SMTP("smtp.gmail.com", 587)\ns.starttls()\ns.login("jane.doe@gmail.com", "{0}")',
    "Winter" + "2024!x",
)
written("smtp password var", 'sender_email = "jane@gmail.com"\npassword = "{0}"', r(16, string.ascii_lowercase))
written("imap", "imap.login('jane@gmail.com', '{0}')", "hunter" + "42Zebra")
written("wifi", 'ssid = "FRITZ!Box 7590"\nwifi_password = "{0}"', r(20, string.digits))
written("wifi micropython", 'wlan.connect("MyHome", "{0}")', "sommer" + "regen99")
written("wifi define", '#define WIFI_PASS "{0}"', "sommer" + "regen99")
# --- packages
written("npmrc", "//npm.company.com/:_authToken={0}", "npm_" + r(36))
written("pypi", "!twine upload -u __token__ -p {0} dist/*", "pypi-" + "AgEIcHlwaS5vcmc" + r(150, URLS))
written("pip index", "!pip install --index-url https://user:{0}@pypi.company.com/simple mypkg", r(20))
written(
    "jwt",
    'token = "{0}"',
    j({"alg": "HS256", "typ": "JWT"})
    + "."
    + j({"sub": "83920174", "name": "Jane", "iat": 1700000000})
    + "."
    + r(43, URLS),
)
written(
    "jwt output",
    "{'access_token': '{0}', 'token_type': 'bearer'}",
    j({"alg": "RS256", "typ": "JWT"}) + "." + j({"sub": "83920174", "exp": 1700000000}) + "." + r(342, URLS),
)
written(
    "supabase",
    'create_client("https://abc.supabase.co", "{0}")',
    j({"alg": "HS256", "typ": "JWT"})
    + "."
    + j({"iss": "supabase", "ref": "abcdefgh", "role": "service_role", "iat": 1700000000, "exp": 2000000000})
    + "."
    + r(43, URLS),
)
written(
    "ssh key",
    "-----BEGIN " + "OPENSSH PRIVATE KEY-----\n{0}\n-----END " + "OPENSSH PRIVATE KEY-----",
    "\n".join(r(70, B64) for _ in range(20)),
)
written(
    "rsa key",
    "!cat key.pem\n-----BEGIN " + "RSA PRIVATE KEY-----\n{0}\n-----END " + "RSA PRIVATE KEY-----",
    "\n".join(r(64, B64) for _ in range(20)),
)
written(
    "pgp",
    "-----BEGIN " + "PGP PRIVATE KEY BLOCK-----\n\n{0}\n-----END " + "PGP PRIVATE KEY BLOCK-----",
    "\n".join(r(64, B64) for _ in range(20)),
)
# --- databases
written("postgres url", 'engine = create_engine("postgresql://jane:{0}@db.company.com:5432/sales")', r(12))
written(
    "postgres psycopg2 url",
    'engine = create_engine("postgresql+psycopg2://postgres:{0}@localhost/dvd")',
    "my" + "S3cretPw",
)
written("mysql url", 'engine = create_engine("mysql+pymysql://root:{0}@localhost:3306/db")', "Root" + "Pa55!")
written(
    "mongo atlas",
    'client = MongoClient("mongodb+srv://jane:{0}@cluster0.ab1cd.mongodb.net/test?retryWrites=true")',
    r(16),
)
written("redis", 'r = redis.from_url("redis://:{0}@redis-12345.c1.us-east-1.ec2.cloud.redislabs.com:12345")', r(32))
written(
    "psycopg2 kw",
    'conn = psycopg2.connect(host="localhost", database="suppliers", user="postgres", password="{0}")',
    "Abcd" + "1234x",
)
written("psycopg2 dsn", 'conn = psycopg2.connect("dbname=test user=postgres password={0} host=10.0.0.5")', r(12))
written(
    "mysql connector", "mydb = mysql.connector.connect(host='localhost', user='root', passwd='{0}')", "kart" + "offel7"
)
written("pyodbc", "cnxn = pyodbc.connect('DRIVER={SQL Server};SERVER=x;DATABASE=y;UID=sa;PWD={0}')", r(10) + "!a")
written("snowflake", "conn = snowflake.connector.connect(user='JANE', password='{0}', account='xy12345')", r(12) + "#1")
written("sql magic", "%sql postgresql://jane:{0}@localhost/db", r(10))
written("sql create user", "%%sql\nCREATE USER jane WITH PASSWORD '{0}';", r(12))
written("mysql cli", "!mysql -u root -p{0} shop < dump.sql", r(10))
written("sql identified by", "CREATE USER 'jane'@'localhost' IDENTIFIED BY '{0}';", r(11) + "$")
written("alter role", "ALTER ROLE jane PASSWORD '{0}'", r(12))
written("jdbc", 'jdbcUrl = "jdbc:mysql://h:3306/db?user=jane&password={0}"', r(12))
written("neo4j", 'driver = GraphDatabase.driver("bolt://localhost:7687", auth=("neo4j", "{0}"))', r(43, URLS))
written("elastic basic_auth", 'es = Elasticsearch("https://x:9200", basic_auth=("elastic", "{0}"))', r(24))
written("requests auth tuple", "requests.get(url, auth=('jane', '{0}'))", r(12))
written("HTTPBasicAuth", "requests.get(url, auth=HTTPBasicAuth('jane', '{0}'))", r(12))
written(
    "basic url out", "HTTPError: 401 Client Error: Unauthorized for url: https://jane:{0}@data.company.com/api", r(12)
)
written("basic header", "headers = {'Authorization': 'Basic {0}'}", b64("jane:" + r(14)))
written("curl -u", "!curl -u jane:{0} https://data.company.com/export.csv -o x.csv", r(12))
written("wget", "!wget --user=jane --password={0} https://physionet.org/files/x/", r(12))
written("curl bearer", '!curl -H "Authorization: Bearer {0}" https://api.company.com/v1/me', r(40))
written("ftp", "ftp = FTP('ftp.x.org'); ftp.login('jane', '{0}')", r(12))
written("ssh paramiko", "ssh.connect('host', username='jane', password='{0}')", r(12))
written("sshpass", "!sshpass -p '{0}' ssh jane@host", r(12))
written("netrc", "machine urs.earthdata.nasa.gov login jane password {0}", r(12))
written("netrc echo", '!echo "machine urs.earthdata.nasa.gov login jane password {0}" > ~/.netrc', r(12))
written("docker -e", "!docker run -e POSTGRES_PASSWORD={0} -p 5432:5432 postgres", r(12))
written("docker -e key", "docker run -d -e WEATHER_API_KEY={0} me/app", r(32, HEX))
written("cat .env", "DEBUG=True\nSECRET_KEY={0}\nDATABASE_URL=sqlite:///x.db", r(50))
written("cat yaml", "database:\n  host: db.local\n  user: jane\n  password: {0}\n", r(12))
written("cat yaml api", "openweather:\n  api_key: {0}\n", r(32, HEX))
written("cat toml", '[connections.snowflake]\nuser = "jane"\npassword = "{0}"\n', r(12))
written("cat ini", "[api]\nkey = {0}\nsecret = {1}\n", r(32), r(40))
written("streamlit secrets", 'api_token = "{0}"', r(30))
written("cat json", '{\n  "apiKey": "{0}",\n  "debug": true\n}', r(32))
written("dict printed", "{'user': 'jane', 'password': '{0}', 'host': 'h'}", r(12))
written("print os.environ", "environ({'SHELL': '/bin/bash', 'NEWS_API_KEY': '{0}', 'HOME': '/root'})", r(32, HEX))
written("printenv", "PATH=/usr/bin\nTWITTER_BEARER_TOKEN={0}\nHOME=/root", "A" * 22 + r(80) + "%3D" + r(20))
written("%env list", "{'SHELL': '/bin/bash',\n 'DB_PASSWORD': '{0}',\n 'HOME': '/root'}", r(12))
_a, _b = r(32, HEX), r(32, HEX)
add("pandas table", f"      user  {'api_key':>32}\n0  janedoe  {_a}\n1   maxmus  {_b}", _a, _b)
add("pandas table left", f"user     api_key\n-------  -------\njane     {_a}\nmaximus  {_b}", _a, _b)
written("pandas series", "name                        weather\napi_key    {0}\nName: 0, dtype: object", r(32, HEX))
written("df with openai key", "     service   key\n0    openai   {0}", oai())
written("traceback arg", "----> 1 call(api_key='{0}')\n\nTypeError: call() got an unexpected keyword argument", r(32))
written(
    "traceback request header", "InvalidHeader: Header part (1) from ('X-Api-Key', '{0}') must be of type str", r(32)
)
written(
    "traceback url",
    "HTTPSConnectionPool(host='api.openweathermap.org', port=443): Max retries exceeded with url: /data/2.5/weather?q=Berlin&appid={0} (Caused by ...)",
    r(32, HEX),
)
written(
    "HTTPError url",
    "HTTPError: 401 Client Error: Unauthorized for url: https://newsapi.org/v2/everything?q=ai&apiKey={0}",
    r(32, HEX),
)
written("html output", "<pre>api_key = <span style='color:red'>'{0}'</span></pre>", r(32))
written("html escaped", "<div>{&quot;api_key&quot;: &quot;{0}&quot;}</div>", r(32))
# --- data services
written("tiingo", "config['api_key'] = \"{0}\"", r(40, HEX))
written("tiingo url", "https://api.tiingo.com/tiingo/daily/aapl/prices?token={0}", r(40, HEX))
written("alpha vantage", "ts = TimeSeries(key='{0}', output_format='pandas')", r(16, UP))
written(
    "alpha vantage url",
    "url = 'https://www.alphavantage.co/query?function=TIME_SERIES_DAILY&symbol=IBM&apikey={0}'",
    r(16, UP),
)
written("alpha vantage var", "ALPHA_VANTAGE_KEY = '{0}'", r(16, UP))
written("fred", "fred = Fred(api_key='{0}')", r(32, HEX))
written("quandl", 'quandl.ApiConfig.api_key = "{0}"', r(20, URLS))
written("newsapi", "newsapi = NewsApiClient(api_key='{0}')", r(32, HEX))
written("newsapi url", "https://newsapi.org/v2/top-headlines?country=us&apiKey={0}", r(32, HEX))
written("tmdb", "https://api.themoviedb.org/3/movie/550?api_key={0}&language=en-US", r(32, HEX))
written("tmdb var", "tmdb.API_KEY = '{0}'", r(32, HEX))
written("openweather", "OWM = pyowm.OWM('{0}')", r(32, HEX))
written("openweather appid var", "appid = '{0}'", r(32, HEX))
written("openweather params", "params = {'q': 'Berlin', 'appid': '{0}'}", r(32, HEX))
written("census", "c = Census('{0}')", r(40, HEX))
written("spotify", 'SpotifyClientCredentials(client_id="' + r(32, HEX) + '", client_secret="{0}")', r(32, HEX))
written("spotify cid secret", "cid = '" + r(32, HEX) + "'\nsecret = '{0}'", r(32, HEX))
written(
    "twitter",
    "consumer_key = '{0}'\nconsumer_secret = '{1}'\naccess_token = '{2}'\naccess_token_secret = '{3}'",
    r(25),
    r(50),
    r(19, string.digits) + "-" + r(30),
    r(45),
)
written("tweepy positional", "auth = tweepy.OAuthHandler(consumer, '{0}')", r(50))
written("tweepy bearer", 'client = tweepy.Client("{0}")', "A" * 22 + r(80) + "%3D" + r(20))
written(
    "twitter short names",
    "ckey = 'x'\ncsecret = '{0}'\natoken='{1}'\nasecret='{2}'",
    r(50),
    r(19, string.digits) + "-" + r(30),
    r(45),
)
written(
    "praw",
    "reddit = praw.Reddit(client_id='x', client_secret='{0}', user_agent='x', username='jane', password='{1}')",
    r(30, URLS),
    r(12),
)
written("yelp", "API_KEY= '{0}'\nheaders = {'Authorization': 'Bearer %s' % API_KEY}", r(128, URLS))
written("foursquare", "CLIENT_ID = 'x' # your Foursquare ID\nCLIENT_SECRET = '{0}' # your Foursquare Secret", r(48, UP))
written("mapbox", 'px.set_mapbox_access_token("{0}")', "sk." + "eyJ1Ijoi" + r(50) + "." + r(22, URLS))
written(
    "rapidapi",
    "headers = {'X-RapidAPI-Key': '{0}', 'X-RapidAPI-Host': 'x.p.rapidapi.com'}",
    r(10, HEX) + "msh" + r(15, HEX) + "p1" + r(5, HEX) + "jsn" + r(12, HEX),
)
written("nasa", "url = 'https://api.nasa.gov/planetary/apod?api_key={0}'", r(40))
written("binance", "client = Client(api_key='{0}', api_secret='{1}')", r(64), r(64))
written("alpaca", "api = tradeapi.REST('PK0000000000', '{0}', 'https://paper-api.alpaca.markets')", r(40))
written("eia", "api_key = '{0}'", r(32, HEX))
written("plotly", "chart_studio.tools.set_credentials_file(username='jane', api_key='{0}')", r(20))
written("cdsapi", "url: https://cds.climate.copernicus.eu/api/v2\nkey: 123456:{0}", uuid())
written("cdsapi new", "url: https://cds.climate.copernicus.eu/api\nkey: {0}", uuid())
written("planet", "PLANET_API_KEY = '{0}'", "PLAK" + r(32, HEX))
written("sentinelhub", "config.sh_client_secret = '{0}'", r(32))
written("sentinelsat", "api = SentinelAPI('jane', '{0}', 'https://scihub.copernicus.eu/dhus')", r(12))
written("serpapi", 'params = {"engine": "google", "api_key": "{0}"}', r(64, HEX))
written("assemblyai", 'aai.settings.api_key = "{0}"', r(32, HEX))
written("instagram", "L.login('jane.doe', '{0}')", r(12))
written("yahoo selenium", "driver.find_element(By.ID,'password').send_keys('{0}')", r(12))
written("facebook", "https://graph.facebook.com/v18.0/me?access_token={0}", "EAA" + r(180))
written("link token md", "[my dataset](https://data.company.com/download?file=3&access_token={0})", r(40))
written("dropbox link", "dbx = dropbox.Dropbox('{0}')", "sl." + r(130, URLS))
written("databricks", 'dbutils... token="{0}"', "dapi" + r(32, HEX))
written("flask secret", "app.config['SECRET_KEY'] = '{0}'", r(24, HEX))
written("flask secret_key", "app.secret_key = b'{0}'", "_5#y2L" + r(10))
written("django", "SECRET_KEY = 'django-insecure-{0}'", r(50, LOW + "!@#$%^&*(-_=+)"))
written("fernet", "key = b'{0}'\nf = Fernet(key)", r(43, URLS) + "=")
written("eth private key", 'private_key = "{0}"', "0x" + r(64, HEX))
written("infura", 'w3 = Web3(Web3.HTTPProvider("https://mainnet.infura.io/v3/{0}"))', r(32, HEX))
written("alchemy", "https://eth-mainnet.g.alchemy.com/v2/{0}", r(32, URLS))
written("mnemonic", 'mnemonic = "{0}"', "lava orbit tuna kidney ladder mimic vapor scout wheel ozone gravity panel")
# --- forms
written("multi-line string", 'api_key = """\n{0}\n"""', r(32))
written("implicit concat", 'api_key = ("{0}"\n           "{1}")', r(20), r(20))
written("implicit concat openai", 'openai.api_key = ("sk-" "proj-{0}"\n "{1}")', r(30), r(44))
written("walrus default", 'key = os.environ.get("NEWS_API_KEY", "{0}")', r(32, HEX))
written("getenv default", 'API_KEY = os.getenwritten("API_KEY", "{0}")', r(32))
written("userdata or", 'tok = userdata.get("X") or "{0}"', "ghp_" + r(36))
written("typed", 'API_TOKEN: str = "{0}"', r(32))
written("getpass echo", "Enter password: {0}", r(12))
written("input echo", "Enter your API key: {0}", r(32))
written("function default", "def fetch(city, api_key='{0}'):", r(32, HEX))
written("commented assign", "#api_key = '{0}'", r(32))
written("comment german", "# Passwort: {0}", r(12))
written("markdown pw", "The password for the database is **{0}**.", r(12))
written("markdown login", "Login: `jane` / Password: `{0}`", r(12))
written("markdown api table", "| Service | API key |\n|---|---|\n| OpenWeather | {0} |", r(32, HEX))
written("R sys.setenv", 'Sys.setenv(OPENWEATHER_API_KEY = "{0}")', r(32, HEX))
written("R arrow", 'api_key <- "{0}"', r(32))
written("R census", 'census_api_key("{0}", install = TRUE)', r(40, HEX))
written("R ggmap", 'register_google(key = "{0}")', "AIza" + r(35, URLS))
written("R DBI", 'con <- dbConnect(RPostgres::Postgres(), user="jane", password="{0}")', r(12))
written("julia", 'ENV["DATAHUB_TOKEN"] = "{0}"', r(40))
written("js", "%%js\nconst apiKey = '{0}';", r(32))
written("js process.env", 'process.env.API_SECRET = "{0}"', r(32))
written("bash heredoc", "%%bash\ncat > .env <<EOF\nAPI_KEY={0}\nEOF", r(32))
written("powershell", '$env:API_KEY = "{0}"', r(32))
written("writefile", "%%writefile config.py\nAPI_KEY = '{0}'", r(32))
written("env spaces", "%env API_KEY {0}", r(32))
written("set_env", "%set_env API_TOKEN={0}", r(32))
written("click option", "!python run.py --api-key {0}", r(32))
written("option eq", "!python train.py --token={0} --epochs 3", r(40))
written("az login", "!az login --service-principal -u " + uuid() + " -p {0} --tenant x", r(3) + "8Q~" + r(34, URLS))
written("docker login", "!docker login -u jane -p {0}", r(16))
written("openssl pass", "!openssl enc -d -aes-256-cbc -in a.enc -k {0}", r(16))
written("unzip -P", "!unzip -P {0} data.zip", r(12))
written("zip pwd", "zf.extractall(pwd=b'{0}')", r(10))
written("url-encoded", "https://api.x.com/cb?redirect=https%3A%2F%2Fa.b%2F%3Fapi_key%3D{0}", r(32))
written("base64'd json cred", "CRED = '{0}'", b64(json.dumps({"type": "service_account", "private_key": "x" * 40})))
written("linkedin li_at", "cookies = {'li_at': '{0}'}", "AQED" + r(140, URLS))
written("pastebin webhook", "https://maker.ifttt.com/trigger/x/with/key/{0}", r(43, URLS))
written("notion", 'notion = Client(auth="{0}")', "secret_" + r(43))
written("airtable", 'Table("{0}", "app123", "t")', "pat" + r(14) + "." + r(64, HEX))
written("typeform", "tfp_ token: {0}", "tfp_" + r(44, URLS) + "_" + r(14))
written("deepl", 'translator = deepl.Translator("{0}")', uuid() + ":fx")
written("deepl var", 'auth_key = "{0}"', uuid() + ":fx")
written("zerossl generic const", 'KEY = "{0}"', r(40))
written("generic TOKEN", 'TOKEN = "{0}"', r(40))
written("generic openai_key var", 'openai_key="{0}"', r(48))
written("qiskit", "IBMQ.save_account('{0}')", r(128, HEX))
written("qiskit new", 'QiskitRuntimeService.save_account(channel="ibm_quantum", token="{0}")', r(128, HEX))
written("dwave", 'DWaveSampler(token="{0}")', "DEV-" + r(40, HEX))
written("ibm watson", "authenticator = IAMAuthenticator('{0}')", r(44, URLS))
written("wolfram", 'client = wolframalpha.Client("{0}")', r(6, UP) + "-" + r(10, UP))
written("weaviate", 'auth_client_secret=weaviate.AuthApiKey(api_key="{0}")', r(36))
written("qdrant", 'QdrantClient(url="https://x.cloud.qdrant.io", api_key="{0}")', r(54, URLS))
written("langchain", 'os.environ["LANGCHAIN_API_KEY"] = "{0}"', "lsv2_" + "pt_" + r(32, HEX) + "_" + r(10, HEX))
written("elevenlabs", 'set_api_key("{0}")', r(32, HEX))
written("stability", 'STABILITY_KEY = "{0}"', "sk-" + r(48))
written("wandb 86", 'wandb.login(key="{0}")', "wandb_" + "v1_" + r(77, URLS))
written("jupyter token url", "http://127.0.0.1:8888/lab?token={0}", r(48, HEX))
written("gcloud print token", "!gcloud auth print-access-token\n{0}", "ya29." + "c.b0A" + r(150, URLS))
written("langchain hub", 'os.environ["HUGGINGFACEHUB_API_TOKEN"] = "{0}"', "hf_" + r(34, AN))
written("st.secrets toml", '[openai]\napi_key = "{0}"', "sk-" + "proj-" + r(48))
written("dotenv write", 'with open(".env","w") as f:\n    f.write("OPENAI_API_KEY={0}")', "sk-" + r(48))
written("dict of keys", 'KEYS = {"openweather": "x", "news_api_key": "{0}"}', r(32, HEX))
written("class attr", 'class Config:\n    SECRET_TOKEN = "{0}"', r(32))
written("argparse default", 'parser.add_argument("--api_key", default="{0}")', r(32))
written("gsheet curl", '!curl -s -H "X-Auth-Token: {0}" https://api.football-data.org/v4/matches', r(32, HEX))
written("football-data", "headers = { 'X-Auth-Token': '{0}' }", r(32, HEX))
written("polygon", 'client = RESTClient("{0}")', r(32, AN))
written("polygon url", "https://api.polygon.io/v2/aggs/ticker/AAPL/prev?apiKey={0}", r(32, AN))
written("finnhub", 'finnhub_client = finnhub.Client(api_key="{0}")', r(20, LOW))
written("etherscan", "https://api.etherscan.io/api?module=account&apikey={0}", r(34, UP))
written("coinmarketcap", "headers = {'X-CMC_PRO_API_KEY': '{0}'}", uuid())
written("openai org+key one line", "openai.organization='org-x'; openai.api_key='{0}'", "sk-" + r(48))
written(
    "azure vision",
    'computervision_client = ComputerVisionClient(endpoint, CognitiveServicesCredentials("{0}"))',
    r(32, HEX),
)
written("google translate key", "service = build('youtube', 'v3', developerKey='{0}')", "AIza" + r(35, URLS))
written("youtube var", "DEVELOPER_KEY = '{0}'", "AIza" + r(35, URLS))
written("genius", 'genius = lyricsgenius.Genius("{0}")', r(64, URLS))
written("lastfm", 'network = pylast.LastFMNetwork(api_key="{0}", api_secret="{1}")', r(32, HEX), r(32, HEX))
written("kaggle CLI env bash", "%%bash\nexport KAGGLE_USERNAME=jane\nexport KAGGLE_KEY={0}", r(32, HEX))
written(
    "opendatasets echo",
    "Please provide your Kaggle credentials\nYour Kaggle username: jane\nYour Kaggle Key: {0}",
    r(32, HEX),
)
written(
    "mysql multi-line",
    'conn = mysql.connector.connect(\n    host="localhost",\n    user="root",\n    password="{0}"\n)',
    "tomate" + "2021",
)
written("pymysql positional", 'db = pymysql.connect("localhost","root","{0}","shop")', "Tomaten" + "77x")
written("sqlalchemy URL", 'URL.create("postgresql", username="jane", password="{0}", host="h")', "Xy9" + r(6) + "q1")
written("oracle", 'cx_Oracle.connect("scott", "{0}", "host/orcl")', "Tiger" + "99Lion")
written("psql env", "!PGPASSWORD={0} psql -h localhost -U jane", r(12))
written("docker-compose", "environment:\n  - POSTGRES_PASSWORD={0}\n  - POSTGRES_USER=x", r(12))
written("k8s secret", "data:\n  password: {0}", b64("jane-" + r(12)))
written("ansible", "ansible_ssh_pass: {0}", r(12))
written("md list", "- **API Key**: `{0}`", r(32))
written("md user/pw", "User: jane, Passwort: {0}", r(12))
written("md sentence", "You can use my API key {0} to try it.", r(32))
written("md sentence is", "The access token is {0}, valid until May.", r(40))
written("comment todo", "# TODO remove!! token {0}", "ghp_" + r(36))
written("print fstring out", "Using API key: {0}", r(32, HEX))
written("loguru out", "2024-01-01 | DEBUG | headers={'apikey': '{0}'}", r(32, HEX))
written("requests debug", "send: b'GET / HTTP/1.1\\r\\nAuthorization: Bearer {0}\\r\\n'", r(40))
written("curl verbose", "> Authorization: Basic {0}", b64("jane:" + r(14)))
written(
    "urllib3 debug",
    'https://api.openweathermap.org:443 "GET /data/2.5/weather?lat=1&appid={0} HTTP/1.1" 401 107',
    r(32, HEX),
)
written("json response", '{"token": "{0}", "expires_in": 3600}', r(40))
written("oauth json", '{"access_token":"{0}","token_type":"Bearer","refresh_token":"{1}"}', r(64), r(64))
written("strava", "refresh_token = '{0}'", r(40, HEX))
written("fitbit", "CLIENT_SECRET='{0}'", r(32, HEX))
written("R library", 'rtweet::create_token(app="x", consumer_key="{0}", consumer_secret="{1}")', r(25), r(50))
written("R keyring", "options(gargle_oauth_token = '{0}')", r(40))
written("R renviron", "OPENAI_API_KEY='{0}'", "sk-" + r(48))
written("julia const", 'const API_KEY = "{0}"', r(32))
written("scala", 'val accessToken = "{0}"', r(40))
written("java", 'String apiKey = "{0}";', r(32))
written("csharp", 'var apiKey = "{0}";', r(32))
written("go", 'apiKey := "{0}"', r(32))
written("php", "$apiKey = '{0}';", r(32))
written("cpp arduino", 'const char* password = "{0}";', "garten" + "haus12")
written("mqtt", 'client.username_pw_set("jane", "{0}")', "garten" + "Haus12")
written("sftp url", "sftp://jane:{0}@files.company.com/x", r(12))
written("proxy", "os.environ['HTTPS_PROXY'] = 'http://jane:{0}@proxy.company.com:8080'", r(12))
written("svn", "!svn checkout --username jane --password {0} https://svn.x.org", r(12))
written("rclone", "!rclone config create d drive token={0}", r(60))
written("gh auth", "!echo {0} | gh auth login --with-token", "ghp_" + r(36))
written("aws list", "!aws configure list\naccess_key ****\n!export AWS_SECRET_ACCESS_KEY={0}", r(40, B64))
written("s3 minio", 'Minio("play.min.io", access_key="{0}", secret_key="{1}")', r(20, UP), r(40))
written("deta/other bare", 'deta = Deta("{0}")', r(8) + "_" + r(32))
written("jwt secret", 'jwt.encode(payload, "{0}", algorithm="HS256")', r(32))
written("hmac key", "secret = b'{0}'", r(40))
written("zoom", "zoom_password = '{0}'", r(10))
written("zoom url", "https://us02web.zoom.us/j/12345678901?pwd={0}", r(32))
written("wifi qr", "WIFI:S:MyNet;T:WPA;P:{0};;", "sommer" + "Regen9")
written("nlp cloud", 'client = nlpcloud.Client("x", "{0}")', r(40, HEX))
harmless(
    "hyper", "learning_rate = 3e-4\nbatch_size = 128\nseed = 20240517\nrandom_state=42\nnp.random.seed(1234567890)"
)
harmless("optuna", "study.best_params\n{'num_leaves': 31, 'lambda_l1': 1.2345678901234567e-08, 'seed': 3735928559}")
harmless("tokenizer", 'tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased-finetuned-sst-2-english")')
harmless(
    "pad", 'tokenizer.add_special_tokens({"pad_token": "[PAD]", "sep_token": "[SEP]", "eos_token": "<|endoftext|>"})'
)
harmless("pad2", "pad_token='<pad>', bos_token='<s>', unk_token='<unk>', mask_token='<mask>', cls_token='[CLS]'")
harmless("token type ids", "{'input_ids': [101, 7592, 102], 'token_type_ids': [0, 0, 0], 'attention_mask': [1, 1, 1]}")
harmless("nltk", "tokens = nltk.word_tokenize('The quick brown fox')\ntoken = tokens[0]\nprint(token)")
harmless("spacy", "for token in doc: print(token.text, token.lemma_, token.pos_)\ntoken: internationalization NOUN")
harmless("tok out", "Token: ĠAntidisestablishmentarianism  id: 28934\ntoken = '##isestablishment'")
harmless("bpe merges", "merges[('t','h')] = 'th'\ntoken='Donaudampfschifffahrtsgesellschaft'")
harmless("token_embedding", "self.token_embedding_table = nn.Embedding(vocab_size, n_embd)\nmax_new_tokens=500")
harmless(
    "password strength data",
    "   password  strength\n0  kzde5577         1\n1  kino3434         1\n2  visi7k1yr        1\n3  megzy123         1",
)
harmless(
    "password col", "df['password'].str.len()\nX = df.drop('password', axis=1)\npassword_column = 'password_strength'"
)
harmless(
    "password fn",
    "def check_password(password):\n    if len(password) < 8: return False\n    return any(c.isdigit() for c in password)",
)
harmless(
    "password form",
    "password = st.text_input('Password', type='password')\npassword_confirm = request.form['password_confirm']",
)
harmless(
    "password placeholder", "password = 'your_password_here'\nconn = connect(password='<password>')\nPASSWORD=changeme"
)
harmless("password words", "user = 'postgres'\npassword = 'password'\n")
harmless("sort key", "sorted(items, key=lambda x: x['score'])\nmax(d, key=d.get)\nkey='population_density_2010'")
harmless("jax", "key = jax.random.PRNGKey(0)\nkey, subkey = jax.random.split(key)\nkey = random.key(1701)")
harmless("jax out", "key = [2384771982 3928867769]\nArray([ 928981903, 3453687069], dtype=uint32)")
harmless("plot keys", "folium.Choropleth(key_on='feature.properties.GEO_ID_CODE_2019')\nkey = 'NAME_ENGLI'")
harmless(
    "dict keys",
    'data["key"] = "value"\nfor key, value in config.items(): print(key, value)\nprimary_key="customer_id_2021"',
)
harmless("foreign key", "CREATE TABLE a (id INT PRIMARY KEY, b_id INT, FOREIGN KEY (b_id) REFERENCES b(id));")
harmless("keyboard", "key='ArrowRight'; pygame.K_LEFT; keypress(key='KEY_BACKSPACE_LEFT_01')")
harmless("commit", f"git checkout {sha1('a')}\ncommit {sha1('b')} (HEAD -> main)")
harmless("pip commit", f"!pip install git+https://github.com/huggingface/transformers.git@{sha1('c')}")
harmless(
    "hf revision", f"model = AutoModel.from_pretrained('x', revision='{sha1('d')}')\nsnapshots/{sha1('e')}/config.json"
)
harmless("hf cache", f"~/.cache/huggingface/hub/models--bert/blobs/{sha('x')}")
harmless("checksum file", f"{sha('f')}  data.zip\n{md5('f')}  train.csv\nMD5 (a.tar) = {md5('g')}")
harmless(
    "pooch", f"pooch.retrieve(url='https://x.org/a.csv', known_hash='sha256:{sha('g')}')\nknown_hash=\"md5:{md5('h')}\""
)
harmless("torchvision md5", f'tgz_md5 = "{md5("i")}"\ntrain_list = [["data_batch_1", "{md5("j")}"]]')
harmless("keras file_hash", f"tf.keras.utils.get_file('a.h5', url, file_hash='{sha('k')}', cache_subdir='models')")
harmless(
    "torch hub",
    'Downloading: "https://download.pytorch.org/models/resnet50-0676ba61.pth" to /root/.cache/torch/hub/checkpoints/resnet50-0676ba61.pth',
)
harmless("uuid", f'id: {uuid()}\nrun_id = \'{uuid()}\'\n<div id="{uuid()}" class="plotly-graph-div">')
harmless(
    "mlflow",
    f"run_id = '{r(32, HEX)}'\nlogged_model = 'runs:/{r(32, HEX)}/model'\nhttp://localhost:5000/#/experiments/0/runs/{r(32, HEX)}",
)
harmless(
    "wandb url",
    "View run fluffy-sun-3 at: https://wandb.ai/jane/proj/runs/3k2j1h4g\nwandb: Run data is saved locally in /content/wandb/run-20240101_120000-3k2j1h4g",
)
harmless("comet url", f"COMET INFO: Experiment is live on comet.com https://www.comet.com/jane/general/{r(32, HEX)}")
harmless(
    "colab cell id", '<a href="https://colab.research.google.com/github/a/b/blob/main/x.ipynb#scrollTo=' + r(12) + '">'
)
harmless(
    "colab form",
    f"<div id='df-{uuid()}' class='colab-df-container'> <button onclick=\"convertToInteractive('df-{uuid()}')\">",
)
harmless(
    "gdrive",
    "!gdown 1"
    + r(32, URLS)
    + "\nhttps://drive.google.com/file/d/1"
    + r(32, URLS)
    + "/view?usp=sharing\nfile_id='1"
    + r(32, URLS)
    + "'",
)
harmless(
    "gsheet",
    "sheet_id = '1" + r(43, URLS) + "'\nhttps://docs.google.com/spreadsheets/d/1" + r(43, URLS) + "/export?format=csv",
)
harmless(
    "kaggle slug",
    "!kaggle datasets download -d zynicide/wine-reviews\n!kaggle competitions download -c house-prices-advanced-regression-techniques",
)
harmless(
    "kaggle path",
    "/kaggle/input/new-york-city-taxi-fare-prediction/train.csv\n!cp kaggle.json ~/.kaggle/\n!chmod 600 ~/.kaggle/kaggle.json",
)
harmless("kaggle storage", "https://www.kaggle.com/code/jane/titanic?scriptVersionId=123456789")
harmless("doi", "https://doi.org/10.1016/j.neucom.2019.04.052 doi:10.1103/PhysRevLett.116.061102 arXiv:1706.03762v7")
harmless("isbn", "ISBN 978-3-16-148410-0, 0-306-40615-2, ISSN 2049-3630, ORCID 0000-0002-1825-0097")
harmless("ip examples", "ip = '8.8.8.8'\nping 1.1.1.1\n0.0.0.0:8000 127.0.0.1\n255.255.255.0")
harmless(
    "versions",
    "tensorflow==2.15.0.post1\nscikit_learn-1.3.2-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl\nPython 3.10.12 [GCC 11.4.0]",
)
harmless(
    "conda list",
    "libgcc-ng  13.2.0  h807b86f_5  conda-forge\nopenssl 3.2.1 hd590300_0 conda-forge\n_openmp_mutex 4.5 2_gnu",
)
harmless("base64 image", "<img src='data:image/png;base64," + r(4000, B64) + "'>")
harmless("base64 raw", '"image/png": "iVBORw0KGgoAAAANSUhEUgAA' + r(3000, B64) + '=="')
harmless(
    "dna",
    "seq = '"
    + "".join(R.choice("ACGT") for _ in range(600))
    + "'\n>NM_000518.5\n"
    + "".join(R.choice("ACGT") for _ in range(70)),
)
harmless(
    "protein",
    "MVLSPADKTNVKAAWGKVGAHAGEYGAEALERMFLSFPTTKTYFPHFDLSHGSAQVKGHGKKVADALTNAVAHVDDMPNALSALSDLHAHKLRVDPVNFKLLSHCLLVTLAAHLPAEFTPAVHASLDKFLASVSTVLTSKYR",
)
harmless("protein rnd", "protein = '" + "".join(R.choice("ACDEFGHIKLMNPQRSTVWY") for _ in range(900)) + "'")
harmless(
    "protein key",
    "key_sequence = '"
    + "".join(R.choice("ACDEFGHIKLMNPQRSTVWY") for _ in range(40))
    + "'\nsecretory_signal = 'MKWVTFISLLFLFSSAYSRGVFRRDAHKSEVAHRFKDLGE'",
)
harmless("protein tokens", "tokens = 'MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQVKVKALPDAQFEVV'")
harmless(
    "smiles",
    "smiles = 'CC(=O)OC1=CC=CC=C1C(=O)O'\nCN1C=NC2=C1C(=O)N(C(=O)N2C)C\nC1=CC=C2C(=C1)C=CC(=C2O)N=NC3=CC=CC=C3",
)
harmless("inchi", "InChIKey=BSYNRYMUTXBXSQ-UHFFFAOYSA-N\ninchi_key = 'RYYVLZVUVIJVGH-UHFFFAOYSA-N'")
harmless("inchi df", "  name  inchi_key\n0 caffeine  RYYVLZVUVIJVGH-UHFFFAOYSA-N")
harmless(
    "hexdump",
    "00000000  7f 45 4c 46 02 01 01 00  00 00 00 00 00 00 00 00  |.ELF............|\n00000010  03 00 3e 00 01 00 00 00",
)
harmless("hexbytes", "b'\\x89PNG\\r\\n\\x1a\\n\\x00\\x00\\x00\\rIHDR'")
harmless(
    "eth address", "address = '0x742d35Cc6634C0532925a3b844Bc454e4438f44e'\n0x" + r(40, HEX) + " -> 0x" + r(40, HEX)
)
harmless(
    "eth tx",
    "tx_hash = '0x"
    + r(64, HEX)
    + "'\nblockHash: 0x"
    + r(64, HEX)
    + "\n'transactionHash': HexBytes('0x"
    + r(64, HEX)
    + "')",
)
harmless(
    "eth token",
    "token = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'\ntoken_address = '0xdAC17F958D2ee523a2206206994597C13D831ec7'",
)
harmless("eth abi", 'topics: ["0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"]')
harmless(
    "btc",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq 000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
)
harmless("blockchain", f"Block(index=1, previous_hash='{sha('m')}', hash='{sha('n')}', nonce=35293)")
harmless("blockchain dict", str({"index": 1, "proof": 35293, "previous_hash": sha("o"), "merkle_root": sha("q")}))
harmless("mnist", "\n".join(" ".join(f"{R.randrange(256):3d}" for _ in range(28)) for _ in range(28)))
harmless(
    "floats", "tensor([[0.1234, -1.2345e-05, 3.1415926535897931],\n [1.0000000000000002e+00, 2.7182818284590451]])"
)
harmless(
    "caesar",
    "ciphertext = 'Wkh txlfn eurzq ira mxpsv ryhu wkh odcb grj'\nkey = 3\nkey = 'LEMON'\nvigenere('ATTACKATDAWN', key='LEMON')",
)
harmless("crypto ciphertext", "ciphertext = '" + r(96, HEX) + "'\nencrypted = b'gAAAAABl" + r(120, URLS) + "=='")
harmless("enigma", "CIPHER = 'QWERTZUIOASDFGHJKPYXCVBNML'\nkey = 'QWERTYUIOPASDFGHJKLZXCVBNM'")
harmless(
    "rsa ints",
    "n = 3233\ne = 17\nd = 413\npublic_key = (17, 3233)\nprivate_key = (413, 3233)\np=" + r(100, "123456789"),
)
harmless(
    "public key",
    "-----BEGIN PUBLIC KEY-----\n" + "\n".join(r(64, B64) for _ in range(6)) + "\n-----END PUBLIC KEY-----",
)
harmless(
    "certificate",
    "-----BEGIN CERTIFICATE-----\n" + "\n".join(r(64, B64) for _ in range(12)) + "\n-----END CERTIFICATE-----",
)
harmless(
    "ssh pub",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ"
    + r(300, B64)
    + " key-comment\npublic_key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI"
    + r(43, B64)
    + "'",
)
harmless("known_hosts", "The key fingerprint is:\nSHA256:" + r(43, B64))
harmless(
    "csrf form",
    '<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">\n<input type="hidden" name="csrfmiddlewaretoken" value="...">',
)
harmless("s3 uri", "s3://my-bucket/path/to/year=2023/month=01/part-00000-" + uuid() + "-c000.snappy.parquet")
harmless("s3 https", "https://s3.amazonaws.com/keras-datasets/jena_climate_2009_2016.csv.zip")
harmless(
    "presigned EXAMPLE",
    "https://s3.amazonaws.com/b/k?X-Amz-Credential="
    "AKIA"
    "IOSFODNN7EXAMPLE%2F20130524%2Fus-east-1&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
)
harmless(
    "aws example",
    "aws_access_key_id = 'AKIAIOSFODNN7EXAMPLE'\naws_secret_access_key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'",
)
harmless(
    "getpass",
    "api_key = getpass.getpass('Enter your API key: ')\npassword = getpass('Password:')\nEnter your API key: ··········",
)
harmless(
    "userdata",
    "from google.colab import userdata\nOPENAI_API_KEY = userdata.get('OPENAI_API_KEY')\nhf_token = userdata.get('HF_TOKEN_READ_2024')",
)
harmless(
    "kaggle secrets",
    "secret_value_0 = UserSecretsClient().get_secret('WANDB_API_KEY_2')\nuser_secrets.get_secret(\"hf_token_write\")",
)
harmless(
    "getenv",
    "api_key = os.getenv('OPENAI_API_KEY')\ntoken = os.environ['GITHUB_TOKEN_2']\nload_dotenv('.env.local')\nsecret=os.environ.get(\"CLIENT_SECRET_V2\", \"\")",
)
harmless(
    "masked",
    "sk-****************abcd\nhf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nOPENAI_API_KEY=sk-...\napi_key='***'\nsk-proj-********************************************7QkA",
)
harmless(
    "openai 401 masked",
    "Incorrect API key provided: sk-Ab1cD***************************************9xYz. You can find your API key at",
)
harmless(
    "placeholders",
    "api_key='YOUR_API_KEY'\napi_key=\"<your-api-key>\"\napi_key = 'INSERT_YOUR_API_KEY_HERE'\ntoken='replace-with-your-token'\napi_key=\"sk-your-openai-key-here\"",
)
harmless(
    "placeholders2",
    'API_KEY = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"\nAPI_KEY="1234567890abcdef1234567890abcdef"\nSECRET="0123456789abcdef0123456789abcdef"',
)
harmless("placeholder german", "api_key = 'DEIN_API_SCHLUESSEL'\npassword='hier_passwort_eintragen'")
harmless("phone data", "0  555-0123\n1  20240115123045\n2  4155552671.0\n customer_id 9876543210")
harmless("dates coords", "2024-05-17T12:34:56.789012+00:00 lat=52.5200066, lon=13.404954\n(40.7127753, -74.0059728)")
harmless("decorator", "@property\n@app.route('/x')\n@tf.function\nA@B\nx@W.T + b\nout = q@k.transpose(-2,-1)\nw.T@x")
harmless("prompt", "root@abc123def456:/# ls\n(base) jovyan@jupyter-x:~$ pwd\nroot@localhost:~#")
harmless(
    "jovyan",
    "/home/jovyan/work/data.csv\n/home/runner/work/x\n/content/drive/MyDrive/Colab Notebooks\n/opt/conda/lib/python3.10/site-packages/x.py\n/root/.cache\n/usr/local/lib/python3.10/dist-packages/x.py\n/home/user/app /home/ubuntu/x",
)
harmless(
    "windows",
    r"C:\Program Files\Python311\python.exe  C:\data\train.csv D:\datasets\x C:\Users\Public\x C:\ProgramData\Anaconda3\lib",
)
harmless(
    "long names",
    "sklearn.model_selection._validation.cross_val_score\nTFAutoModelForSequenceClassification\nrandom_forest_classifier_with_200_estimators_v2_final",
)
harmless("latex", r"$$\mathcal{L}_{\text{token}} = -\sum_i \log p_\theta(x_i \mid x_{<i})$$ \key{secret}")
harmless(
    "api doc",
    'GET /v1/users?token={token}&api_key={api_key}\ncurl -H "Authorization: Bearer $TOKEN" https://x\nAuthorization: Bearer <token>',
)
harmless(
    "fstring url",
    "url = f'https://api.x.com/data?apikey={API_KEY}&q={q}'\nrequests.get(url, params={'appid': API_KEY})",
)
harmless(
    "curl var",
    "!curl -u $USER:$PASSWORD https://x\n!git clone https://$TOKEN@github.com/me/x\n!git clone https://{user}:{token}@github.com/{user}/{repo}.git\n!wandb login $WANDB_KEY",
)
harmless(
    "db placeholder",
    'create_engine("postgresql://user:password@localhost:5432/mydb")\nmongodb://localhost:27017/\npostgresql://username:password@host/db\nmysql://root:root@localhost/test',
)
harmless(
    "db var",
    'create_engine(f"postgresql://{user}:{password}@{host}/{db}")\nconn = psycopg2.connect(password=os.environ["PGPASSWORD"])',
)
harmless("sqlite", "engine = create_engine('sqlite:////content/data.db')\nredis://localhost:6379/0")
harmless(
    "sklearn key",
    "pipe.set_params(**{'randomforestclassifier__max_features': 'sqrt'})\nkey='randomforestclassifier__n_estimators'",
)
harmless(
    "tensor keys",
    "dict_keys(['model.layers.0.self_attn.q_proj.weight', 'model.layers.31.mlp.down_proj.weight'])\nkey: transformer.h.0.attn.c_attn.weight",
)
harmless(
    "missing keys", '<All keys matched successfully>\nUnexpected key(s) in state_dict: "module.backbone.0.weight2"'
)
harmless(
    "attention",
    "key = self.key_projection2(x)\nquery, key, value = qkv.chunk(3)\nkey_size=64, query_key_value='multi_query_attention_v2'",
)
harmless(
    "secret_sharing",
    "secret = 1234\nshares = make_random_shares(secret, minimum=3, shares=6)\nsecret message: 'attack at dawn'",
)
harmless("secret santa", "secret_word = 'hangman'\nsecret_number = random.randint(1, 100)\nsecret = 'butterfly'")
harmless("hangman pw", "password = 'swordfish'\nif guess == password: print('ok')")
harmless(
    "auth words",
    "auth_type = 'oauth2_client_credentials'\nauthentication_method='scram-sha-256'\ntoken_url='https://auth.x.com/oauth/token'",
)
harmless(
    "credentials path",
    "os.environ['GOOGLE_APPLICATION_CREDENTIALS'] = '/content/my-project-123456-abcdef123456.json'\ncredentials_file='credentials_2024.json'",
)
harmless(
    "token path",
    "token_file = 'token_2024_v2.pickle'\nkey_path='/home/jovyan/.ssh/id_rsa'\nprivate_key_path = '~/.ssh/id_ed25519'",
)
harmless("plotly js", '!function(t){var e={};key:"hoverlabel.namelength",n.exports={apiKey:r,token:o}}(window);')
harmless(
    "require integrity",
    '<script src="https://cdnjs.cloudflare.com/x.js" integrity="sha512-' + r(86, B64) + '==" crossorigin="anonymous">',
)
harmless("mapbox pub", 'mapbox_style="carto-positron"\naccessToken: null')
harmless(
    "yarn lock",
    'resolved "https://npm.example.org/x/-/x-1.0.0.tgz#' + r(40, HEX) + '"\nintegrity sha512-' + r(86, B64) + "==",
)
harmless("poetry lock", '{file = "x-1.0-py3-none-any.whl", hash = "sha256:' + r(64, HEX) + '"}')
harmless("docker digest", "python:3.11@sha256:" + r(64, HEX) + "\nDigest: sha256:" + r(64, HEX))
harmless("etag", 'ETag: "' + r(32, HEX) + '"\nx-request-id: ' + uuid() + "\ncf-ray: 85f2c1a0bd3d9b1e-FRA")
harmless(
    "response headers", "{'Date': 'Mon', 'X-Amz-Request-Id': 'TX" + r(14, UP) + "', 'x-amz-id-2': '" + r(76, B64) + "'}"
)
harmless("google fonts", "https://fonts.gstatic.com/s/roboto/v30/KFOmCnqEu92Fr1Mu4mxK.woff2")
harmless(
    "youtube",
    "https://www.youtube.com/watch?v=aircAruvnKk&list=PLZHQObOWTQDNU6R1_67000Dx_ZCJB-3pi\nYouTubeVideo('kCc8FmEb1nY')",
)
harmless("twitter link", "https://twitter.com/x/status/1445078208190291973?s=20&t=abc123")
harmless(
    "utm",
    "https://medium.com/p/3f1b9f3a9e7c?source=user_profile---------0----------------------------&sk=v2%2F" + md5("sk"),
)
harmless(
    "image urls",
    "https://i.imgur.com/aBcDeF1.png https://user-images.githubusercontent.com/12345/"
    + r(9, string.digits)
    + "-"
    + uuid()
    + ".png",
)
harmless("github img jwt-free", "https://github.com/a/b/assets/1234567/" + uuid())
harmless(
    "nbviewer gist", "https://gist.github.com/jane/" + r(32, HEX) + "\nhttps://nbviewer.org/gist/jane/" + r(32, HEX)
)
harmless(
    "dataset hash cols",
    "  customer_unique_id                order_id\n0  "
    + r(32, HEX)
    + "  "
    + r(32, HEX)
    + "\n1  "
    + r(32, HEX)
    + "  "
    + r(32, HEX),
)
harmless(
    "dataset key col", "   key_id       word countrycode\n0  5152802093400064  cat  US\n1 4927006175592448 dog  GB"
)
harmless(
    "musical key",
    "df['key'].value_counts()\nkey\n0     12 \n11    8\ntrack_id = '6rqhFgbbKwnb9MLmUQDhG6'\nspotify:track:11dFghVXANMlKmJXsNCbNl",
)
harmless("yelp dataset", "business_id 'tUFrWirKiKi_TAnsVWINQQ', user_id='mh_-eMZ6K5RLWhZyISBhwA'")
harmless("fare key", "key,fare_amount,pickup_datetime\n2009-06-15 17:26:21.0000001,4.5,2009-06-15 17:26:21 UTC")
harmless("recipe", "Key ingredients: 200g flour. The secret: Brown butter2! Password-free.")
harmless(
    "pw prose",
    "Choose a strong password: at least 12 characters. Your password must not contain your name. The token is a word-piece. Enter your password: ",
)
harmless(
    "pw hash exercise",
    "hashlib.md5(b'password').hexdigest()\n'5f4dcc3b5aa765d61d8327deb882cf99'\nbcrypt.hashpw(password, salt)\n$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
)
harmless(
    "pw list rockyou",
    "rockyou = ['123456', 'password', 'iloveyou', 'princess1', 'dragon123']\ncommon_passwords = {'qwerty123', 'letmein99'}",
)
harmless(
    "pw generator out",
    "def generate_password(n=16): ...\nprint(string.ascii_letters + string.digits)\nabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
)
harmless(
    "alphabet",
    "chars = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'\nkeyspace = 'abcdefghijklmnopqrstuvwxyz0123456789'",
)
harmless("regex", r"re.compile(r'(?i)(api_key|token|secret)\s*[:=]\s*[\"\']?([A-Za-z0-9_\-]{16,})')")
harmless(
    "gpg fingerprint",
    "pub rsa4096 2019-01-01 [SC]\n      0A1B2C3D4E5F60718293A4B5C6D7E8F901234567".replace(
        "0A1B2C3D", r(8, "0123456789ABCDEF")
    ),
)
harmless("mac address", "00:1A:2B:3C:4D:5E  fe80::1ff:fe23:4567:890a  2001:0db8:85a3::8a2e:0370:7334")
harmless("credit test", "4111 1111 1111 1111  4242424242424242")
harmless("iban data", "GPU: NVIDIA A100-SXM4-40GB (UUID: GPU-" + uuid() + ")")
harmless(
    "xla flags",
    "env: XLA_FLAGS=--xla_force_host_platform_device_count=8\nenv: TOKENIZERS_PARALLELISM=false\nenv: CUDA_VISIBLE_DEVICES=0",
)
harmless(
    "env harmless",
    "environ({'SHELL': '/bin/bash', 'NV_LIBCUBLAS_VERSION': '12.2.5.6-1', 'COLAB_JUPYTER_TOKEN': '', 'LANG': 'en_US.UTF-8', 'KMP_TARGET_PORT': '9000', 'COLAB_RELEASE_TAG': 'release-colab_20240228-060130_RC01'})",
)
harmless("session id prose", "sessionid: <redacted>\ntoken=[REDACTED]\npassword=********")
harmless("mq", "CLIENT_ID = 'my-data-app'\nclient_id='js-python-demo-2'")
harmless("consumer group", "group_id='consumer_group_2021_prod'\nbootstrap_servers='localhost:9092'")
harmless("geo hash", "h3_index = '8a2a1072b59ffff'\ngeohash='u33dc0cppjs'\nplace_id='ChIJAVkDPzdOqEcRcDteW0YgIQQ'")
harmless(
    "huggingface names", "model_id = 'TheBloke/Mistral-7B-Instruct-v0.2-GGUF'\nsentence-transformers/all-MiniLM-L6-v2"
)
harmless(
    "lottie",
    "nn.Linear(in_features=768, out_features=3072)  (key): Linear(in_features=768, out_features=768, bias=True)",
)
harmless(
    "dask",
    "Dask DataFrame key: ('read-csv-"
    + md5("dask")
    + "', 0)\n<Future: finished, type: int, key: inc-"
    + md5("inc")
    + ">",
)
harmless("dask repr", "key='getitem-" + md5("z") + "'\ntokenize: " + md5("tok"))
harmless(
    "spark stages",
    "Job aborted due to stage failure: Task 0 in stage 1.0 failed; app-20240101120000-0001 executor driver token",
)
harmless("widgets", '{"model_id": "' + r(32, HEX) + '", "version_major": 2}')
harmless("bokeh", 'root_id":"p1002","docid":"' + uuid() + '","render_items"')
harmless("vega", "vegaEmbed('#altair-viz-" + r(32, HEX) + "', spec)")
harmless("altair data name", '{"data": {"name": "data-' + r(32, HEX) + '"}}')
harmless("protobuf", "wire_type: \\n\\x05Hello\\x12\\x10; serialized='CgVIZWxsbxIF" + r(40, B64) + "'")
harmless("pickle b64", "pickled = 'gASV" + r(400, B64) + "'")
harmless("audio b64", '<source src="data:audio/wav;base64,UklGR' + r(2000, B64) + '" type="audio/wav" />')
harmless("passport", "passenger_id = 'PC17599'\nTicket STON/O2. 3101282")
harmless("passwd words", "passwd: files systemd\nroot:x:0:0:root:/root:/bin/bash\nusermod: no changes")
harmless(
    "sorting keys csv",
    "pd.merge(a, b, on='key_2020_region_code')\nkeys=['region_code_2020','x']\nkeys=\"GDP_per_capita_2019\"",
)
harmless(
    "auth0 doc", "auth_uri: https://accounts.google.com/o/oauth2/auth, token_uri: https://oauth2.googleapis.com/token"
)
harmless("neptune anon", "api_token=neptune.ANONYMOUS_API_TOKEN\napi_key=API_KEY, token=True, use_auth_token=HF_TOKEN")
harmless("token bool", "from_pretrained('x', token=False)\nuse_auth_token=True\npush_to_hub_token=None")
harmless(
    "rest params",
    "params = {'apikey': 'demo', 'function': 'TIME_SERIES'}\nhttps://www.alphavantage.co/query?function=OVERVIEW&symbol=IBM&apikey=demo",
)
harmless("nasa demo", "https://api.nasa.gov/planetary/apod?api_key=DEMO_KEY")
harmless(
    "html inputs",
    '<input type="password" id="pwd1" name="password" placeholder="Enter password" autocomplete="current-password">',
)
harmless("css", '.token.keyword{color:#07a} .token.string{color:#690} [data-key="k1a2b3c4"]')
harmless("js tokens", "const token = getToken(); let key = Object.keys(o)[0]; apiKey: process.env.API_KEY")
harmless(
    "sql param",
    "cursor.execute('SELECT * FROM users WHERE password = %s', (pw,))\nSELECT password FROM users WHERE token IS NULL",
)
harmless(
    "lipsum key", "**Key:** value-based learning\n\n**Token**: a sub-word unit\n\n- Secret: hidden layer of 256units"
)
harmless(
    "markdown key table",
    "| Key | Action |\n|---|---|\n| Ctrl+Shift+P | Command palette |\n| F5 | run_notebook_all_cells |",
)
harmless("data dict", "| Column | Key |\n|---|---|\n| survived | 0 = No, 1 = Yes |\n| embarked | C = Cherbourg_1912 |")
harmless("seed hex", "rng = np.random.default_rng(0xdeadbeefcafebabe)\nSEED = 0x9E3779B97F4A7C15")
harmless("aes exercise key", "key = b'Sixteen byte key'\ncipher = AES.new(key, AES.MODE_EAX)")
harmless("nonce printed", "nonce: " + r(24, HEX) + "\ntag: " + r(32, HEX) + "\ndigest = '" + r(64, HEX) + "'")
harmless("hmac doc", "sha256(key + msg) = " + sha("zz"))
harmless("conda env path", "/home/jovyan/.conda/envs/ml/lib/python3.9/site-packages/torch/nn/modules/module.py:1501")
harmless("e-mail like", "user@host, a@b, foo@2x.png, torch@main, x@0.5, pkg@1.2.3, @username, noreply@github.com")
harmless(
    "ansi pw",
    "\x1b[0;32m      5\x1b[0m \x1b[0mpassword\x1b[0m\x1b[0;34m=\x1b[0m\x1b[0mpassword\x1b[0m\x1b[0;34m,\x1b[0m",
)
harmless(
    "connect kwargs tb",
    'connect(dsn, connection_factory, cursor_factory, **kwargs)\nfe_sendauth: no password supplied\npassword authentication failed for user "postgres"',
)

harmless(
    "connect sample", "conn = psycopg2.connect(host='localhost', database='test', user='postgres', password='postgres')"
)
harmless(
    "connect root",
    "mysql.connector.connect(user='root', password='')\nconnect(password='admin123')\nconnect(user='u', password='test1234')",
)
harmless(
    "login fn",
    "def login(username, password):\n    return users.get(username) == password\nlogin('alice', 'password1')\nlogin(user, pw_from_env)",
)
harmless("login test", "client.login('admin', 'admin123')\nself.client.login(username='testuser', password='12345')")
harmless(
    "client args",
    "client = Client('127.0.0.1:8786')\nClient(n_workers=4)\nclient = bigquery.Client('my-project-123456')\nstorage.Client('acme-analytics-prod-2024')",
)
harmless(
    "experiment arg",
    "experiment = Experiment('cifar10-resnet50-baseline-v2')\nExperiment(\"mnist_cnn_2024_final_run3\")",
)
harmless("rest", "REST('https://api.example.com/v1')\nCensus('ACS5_2019_county_level_x')")
harmless("together", "Together('a', 'b')\nFred('GDPC1')\nQuandl('WIKI/AAPL')\nCensus(year=2019)")
harmless(
    "key is prose",
    "The key is to understand that attention2vec works.\nA token is a word-piece such as unhappiness2.\nThe secret is 3-fold cross-validation.",
)
harmless(
    "pw prose",
    "the password is hashed with PBKDF2_SHA256 and a salt\nYour password is encrypted-at-rest2\npassword was not set",
)
harmless("column token", "     token   count\n0    the     1200\n1    attention_mask_2d   3\n2    b7fdc5a9   8")
harmless(
    "column key",
    "                       key      value\n0  learning_rate_v2_final3      0.001\n1  a1b2c3d4e5f6a7b8c9d0a1b2      12",
)
harmless("pipe key", "| key | value |\n|---|---|\n| max_position_embeddings_512 | 512 |\n| rope2theta4scaling | 1 |")
harmless("secret column", "| secret | ratio |\n|---|---|\n| santa2024gift | 3 |")
harmless("df primary key", "   primary_key          name\n0  8f14e45fceea167a5a36dedd4bea2543  x")
harmless("public api key col", "  api_name                         key_id\n0  foo  8f14e45fceea167a5a36dedd4bea2543")
harmless("bare key hash", "key = '8f14e45fceea167a5a36dedd4bea2543'\nkey: 5f4dcc3b5aa765d61d8327deb882cf99")
harmless(
    "bare key names",
    'key = "EuropeanUnionGDPperCapita2019"\nkey="ResNet50V2BatchNorm1Conv2D"\nkey = "conv2d_block5_out_BatchNorm"',
)
harmless(
    "s3 key",
    "Key='data/raw/2023/01/sales_20230101_v2.parquet'\ns3.get_object(Bucket='b', Key='models/xgb/2024-01-01T00-00/model.bin')",
)
harmless("react keys", '{"key": "block-3f2a", "text": "x"}\n{"key":"8nq2k","data":{}}')
harmless("spotify", "track_key = 'C#m'\nkey=11, mode=1; 'id': '3n3Ppam7vgaVa1iaRUc9Lp', 'key': 7")
harmless("kanji", "トークン = tokenizer('こんにちは')\nkey: 値")
harmless(
    "curl plain",
    "!curl -u user:password https://x\n!curl -o data.zip -L https://x.org/a1b2c3d4.zip\n!curl -sSL -u $U:$P https://x",
)
harmless(
    "mysql plain",
    "!mysql -u root -p shop < dump.sql\n!mysqldump -u root -proot db\n!docker run -p 8080:8080 img\n!zip -r out.zip data2024/",
)
harmless("sql create", "CREATE USER x IDENTIFIED BY 'password';\nIDENTIFIED BY VALUES\nPASSWORD 'secret'")
harmless(
    "django sample", "SECRET_KEY = os.environ['DJANGO_SECRET_KEY']\nSECRET_KEY = 'your-secret-key'\nSECRET_KEY='dev'"
)
harmless(
    "seed phrase prose",
    "seed = 'the quick brown fox jumps over the lazy dog'\nmnemonic: Kings Play Chess On Fine Green Sand\nseed: 42",
)
harmless("text gen seed", 'seed = "once upon a time there was a little girl who lived in a forest"')
harmless(
    "seed text2",
    'seed_text = "shall i compare thee to a summers day thou art more lovely and"\nseed = "shall i compare thee to a summers day thou art more lovely and"',
)
harmless("infura ph", "https://mainnet.infura.io/v3/YOUR_PROJECT_ID\nhttps://eth-mainnet.g.alchemy.com/v2/your-api-key")
harmless(
    "AAAA b64",
    "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA8D8AAAAAAAAAQA==",
)
harmless("wifi data", "wifi_password_required = True\nssid='eduroam'\nwlan0: flags=4163 mtu 1500\nwifi_signal=-67")
harmless(
    "pass/fail",
    "pass: 12 fail: 3\ntest_pass_rate=0.9876543\nbypass='conv2d_1x1_x4'\nlow_pass = 'butter4Order2'\nfirst_pass='Result2024x9'",
)
harmless("passing stats", "player pass: 45-of-60a1\nPass completion = 87.5pct2023\nsingle_pass = True")
harmless("passport", "passport_no = 'X1234567'\npassenger: Braund2Owen1Harris\ncompass='N23E45'")
harmless("kennwort", "Das Kennwort ist geheim. Kennwort: ********")
harmless(
    "two words",
    "Primary key customer_id2 references access key column\nAPI key required. API keys: see docs/setup2.md\nauth token expired2024-01-01",
)
harmless(
    "R assign",
    'key <- "region_code_2020"\ntoken <- tokens[1]\npassword <- readline(\'Password: \')\napi_key <- Sys.getenv("CENSUS_API_KEY")',
)
harmless("concat", 'key = "col" + "_2020"\ntoken = "<|" + "endoftext" + "|>"\nkey=("feature_a1" "feature_b2")')
harmless(
    "dockerenv",
    "-e API_KEY=$API_KEY -e TOKEN=<token> --env PASSWORD=changeme\nexport PASSWORD=\nexport SECRET_KEY=CHANGEME",
)
harmless(
    "sklearn html", '<input class="sk-toggleable__control sk-hidden--visually" id="sk-estimator-id-1" type="checkbox">'
)
harmless(
    "state dict token",
    "cls_token: torch.Size([1, 1, 768])\nclass_token='vit_base_patch16_224_in21k'\nmask_token   torch.Size([1,1,512])",
)
harmless(
    "series", "key_metric      0.98123412\nsecret_santa    a1b2c3\ntoken_count     1023984\nname    passing_yards_2020"
)
harmless(
    "info",
    " 3   password        669640 non-null  object\n 4   access_key_id   100 non-null object\n 5   api_token_used  5 non-null int64",
)
harmless("describe", "token_id\ncount    1.000000e+03\nkey      8.3e+02\n50%      4.1e+01")
harmless(
    "nft",
    "token_id = 115792089237316195423570985008687907853\ntokenURI='ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKUSNd'\ncid='bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi'",
)
harmless(
    "solana", "token_mint = 'So11111111111111111111111111111111111111112'\nTokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
)
harmless("csrf out", "csrf_token: 'IjFhMmIzYzRkNWU2Zjdh.Zb12'\nXSRF-TOKEN=abc; authenticity_token")
harmless(
    "pg tutorial",
    "postgres://postgres:postgres@localhost/test\nengine = create_engine('mysql://scott:tiger@localhost/foo')",
)
harmless("scott", "oracle+cx_oracle://scott:tiger@127.0.0.1:1521/sidname")
harmless(
    "hash pw", "password_hash = 'pbkdf2:sha256:600000$x'\nhashed_password='$2b$12$KIXQ4S8k3nY6'\nsha256('password1')"
)
harmless("ctf", "flag = 'picoCTF{y0u_f0und_m3_2024}'\ncipher_key = 'SECRETKEY'\nkey = 'BATTERY'\nkeyword='ZEBRAS'")
harmless("enigma2", "rotor_key='EKMFLGDQVZNTOWYHXUSPAIBRCJ'")
harmless("geo key", "maps key: red=high2020, blue=low\nlegend key: Q1-2020..Q4-2023")
harmless(
    "colab url", "https://colab.research.google.com/drive/1a2B3c4D5e6F7g8H9i0JkLmNoPqRsTuVw?usp=sharing&authuser=1"
)
harmless("figshare", "https://figshare.com/ndownloader/files/36534627?private_link=8f14e45fceea167a")
harmless("dataverse", "doi:10.7910/DVN/HG7NV7/YZWKHN key=10.7910/DVN/HG7NV7")
harmless("bibtex key", "@article{vaswani2017attention, key={vaswani2017}, title={Attention}}")
harmless("cites", "citation_key = 'devlin-etal-2019-bert'\n\\cite{key2021a}")
harmless("keras names", "layer key: block14_sepconv2_bn  shape\nkeys: ['dense_1/kernel:0','dense_1/bias:0']")
