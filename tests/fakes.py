"""Strings that look like keys and are none, put together at run time so that no file holds one; and look-alikes.

`fakes()` gives strings of each kind that must be found, `harmless()` strings that must not; `planted()` says which part
of a fake is the secret. No test may depend on a fake's bytes: only on its form.
"""

from __future__ import annotations

import base64
import json
import random
import string
from typing import NamedTuple

ALNUM = string.ascii_letters + string.digits
LOWER = string.ascii_lowercase + string.digits
UPPER = string.ascii_uppercase + string.digits
HEX = "0123456789abcdef"
B64 = ALNUM + "+/"
URL = ALNUM + "-_"


class Planted(NamedTuple):
    """A fake of a kind: the words before it, the secret itself, the words after it."""

    kind: str
    before: str
    secret: str
    after: str = ""

    @property
    def text(self) -> str:
        return self.before + self.secret + self.after


def made(length: int, letters: str = ALNUM, seed: str = "") -> str:
    """Make up letters that are the same in every run; they begin and end with a letter or digit and hold both."""
    rnd = random.Random(f"{seed}{length}{letters}")
    inner = "".join(rnd.choice(letters) for _ in range(length - 4))
    ends = [c for c in letters if c.isalpha()] or list(letters)
    numbers = [c for c in letters if c.isdigit()] or ends
    return rnd.choice(ends) + rnd.choice(numbers) + inner + rnd.choice(numbers) + rnd.choice(ends)


def uuid(seed: str = "") -> str:
    return "-".join(made(n, HEX, seed + str(i)) for i, n in enumerate((8, 4, 4, 4, 12)))


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _tokens() -> dict[str, list[str]]:
    """Give the tokens that need no words around them."""
    jwt = "ey" + "J" + b64(b'{"alg":"HS256","typ":"JWT"}')[3:].rstrip("=")
    claims = "ey" + "J" + b64(b'{"sub":"ada","iat":1700000001}')[3:].rstrip("=")
    discord = b64(b"812345678901234567").rstrip("=")
    return {
        "Anthropic key": ["sk-" + f"ant-{x}-" + made(93, URL, x) + "AA" for x in ("api03", "admin01")],
        "OpenRouter key": ["sk-" + "or-v1-" + made(64, HEX)],
        "Langfuse key": ["sk-" + "lf-" + uuid("lf")],
        "DeepSeek or DashScope key": ["sk-" + made(32, HEX)],
        "OpenAI key": [
            "sk-" + made(48),
            "sk-" + made(20) + "T3Blbk" + "FJ" + made(20, seed="b"),
            *(
                "sk-" + f"{x}-" + made(74, URL, x) + "T3Blbk" + "FJ" + made(74, URL, x + "b")
                for x in ("proj", "svcacct", "admin")
            ),
        ],
        "Hugging Face token": ["h" + "f_" + made(34), "api_" + "org_" + made(34)],
        "Replicate token": ["r" + "8_" + made(37)],
        "Groq key": ["gs" + "k_" + made(52)],
        "xAI key": ["xa" + "i-" + made(80)],
        "Perplexity key": ["pp" + "lx-" + made(48)],
        "NVIDIA key": ["nv" + "api-" + made(64, URL)],
        "Cerebras key": ["cs" + "k-" + made(48, LOWER)],
        "Fireworks key": ["f" + "w_" + made(24)],
        "Jina key": ["ji" + "na_" + made(32, HEX) + made(28)],
        "LlamaCloud key": ["ll" + "x-" + made(48)],
        "ElevenLabs key": ["sk" + "_" + made(48, HEX)],
        "Pinecone key": ["pc" + "sk_" + made(6) + "_" + made(63)],
        "LangSmith key": ["ls" + f"v2_{x}_" + made(32, HEX) + "_" + made(10, HEX) for x in ("pt", "sk")],
        "Tavily key": ["tv" + "ly-" + made(32), "tv" + "ly-dev-" + made(32)],
        "Firecrawl key": ["f" + "c-" + made(32, HEX)],
        "E2B key": ["e2" + "b_" + made(40, HEX)],
        "Kaggle token": ["KG" + "AT_" + made(32, HEX)],
        "Weights & Biases key": ["wan" + "db_v1_" + made(27) + "_" + made(49)],
        "Neptune token": [
            b64(json.dumps({"api_" + "address": "https://app.neptune.ai", "api_key": uuid("n")}).encode())
        ],
        "AWS access key": ["AK" + "IA" + made(16, UPPER), "AS" + "IA" + made(16, UPPER)],
        "AWS session token": ["IQoJ" + "b3JpZ2lu" + made(300, B64), "FwoG" + "ZXIvYXdz" + made(300, B64) + "=="],
        "Amazon Bedrock key": ["AB" + "SKQmVkcm9j" + made(110, B64) + "="],
        "Google API key": ["AI" + "za" + made(35, URL)],
        "Google OAuth client secret": ["GOC" + "SPX-" + made(28, URL)],
        "Google OAuth token": ["ya" + "29." + made(120, URL), "1/" + "/0" + made(60, URL)],
        "DigitalOcean token": ["do" + "p_v1_" + made(64, HEX)],
        "Databricks token": ["da" + "pi" + made(32, HEX), "da" + "pi" + made(32, HEX) + "-2"],
        "Heroku key": ["HR" + "KU-AA" + made(58, URL)],
        "Supabase key": ["sb" + "p_" + made(40, HEX), "sb_" + "secret_" + made(31)],
        "PlanetScale token": ["pscale" + "_pw_" + made(43)],
        "Netlify token": ["nf" + "p_" + made(36)],
        "Vault token": ["hv" + "s." + made(90)],
        "Alibaba Cloud access key": ["LT" + "AI" + made(20)],
        "GitHub token": [*("g" + f"h{x}_" + made(36) for x in "pousr"), "github_" + "pat_" + made(22) + "_" + made(59)],
        "GitLab token": [
            "gl" + "pat-" + made(20),
            "gl" + "ptt-" + made(40, HEX),
            "gl" + "pat-" + made(27) + ".01." + made(9, LOWER),
        ],
        "npm token": ["np" + "m_" + made(36)],
        "PyPI token": ["py" + "pi-AgEIcHlwaS5vcmc" + made(140, URL)],
        "Docker token": ["dckr" + "_pat_" + made(27, URL)],
        "RubyGems key": ["ruby" + "gems_" + made(48, HEX)],
        "Atlassian token": ["ATA" + "TT3xFfGF0" + made(180, URL)],
        "Postman key": ["PM" + "AK-" + made(24, HEX) + "-" + made(34, HEX)],
        "Slack token": ["xo" + f"x{x}-" + "2481632641-2481632642-" + made(24) for x in "bpoas"],
        "Slack webhook": [
            "hooks.slack" + ".com/services/" + "T" + made(9, UPPER) + "/B" + made(9, UPPER) + "/" + made(24)
        ],
        "Discord webhook": ["discord" + ".com/api/webhooks/" + "812345678901234567" + "/" + made(68, URL)],
        "Discord bot token": [discord + "." + made(6, URL) + "." + made(38, URL)],
        "Telegram bot token": ["8123456790" + ":A" + "A" + made(33, URL)],
        "Stripe key": [
            *(f"{a}_" + f"{b}_" + made(24) for a in ("sk", "rk") for b in ("live", "test")),
            "wh" + "sec_" + made(32),
        ],
        "Twilio key": ["S" + "K" + made(32, HEX)],
        "Twitter/X token": ["A" * 22 + made(30, seed="x") + "%2B" + made(10) + "%3" + "D" + made(50, seed="y")],
        "Advent of Code session": ["53616c7465" + "645f5f" + made(112, HEX)],
        "Google service account key": [
            b64(b'{"type": "service_' + b'account", "project_id": "x", "private_key": "' + made(90).encode()).rstrip(
                "="
            )
        ],
        "SendGrid key": ["S" + "G." + made(22, URL) + "." + made(43, URL)],
        "Mailgun key": ["ke" + "y-" + made(32, HEX)],
        "Mailchimp key": [made(32, HEX) + "-u" + "s12"],
        "Mapbox token": ["sk" + ".ey" + "J" + made(70) + "." + made(22)],
        "Notion token": ["nt" + "n_" + made(46), "secr" + "et_" + made(43)],
        "Linear key": ["lin" + "_api_" + made(40)],
        "Airtable token": ["pa" + "t" + made(14) + "." + made(64, HEX)],
        "Figma token": ["fi" + "gd_" + made(40, URL)],
        "Dropbox token": ["s" + "l." + made(140, URL)],
        "Grafana token": ["gl" + "sa_" + made(32) + "_" + made(8, HEX)],
        "New Relic key": ["NR" + "AK-" + made(27, UPPER)],
        "Sentry token": ["sn" + "tryu_" + made(64, HEX)],
        "Shopify token": ["sh" + "pat_" + made(32, HEX)],
        "Square token": ["sq" + "0atp-" + made(22, URL)],
        "JSON web token": [f"{jwt}.{claims}." + made(43, URL)],
        "Azure client secret": [made(8)[:3] + "8Q" + "~" + made(34)],
        "Azure AI key": [made(52) + "JQ" + "QJ99" + made(26)],
        "private key": [_key_block(what) for what in ("RSA ", "EC ", "", "OPENSSH ", "ENCRYPTED ", "DSA ")]
        + [_key_block("PGP ", " BLOCK")],
    }


def _key_block(what: str, tail: str = "") -> str:
    lines = "\n".join(made(64, B64, what + str(i)) for i in range(6))
    head = "\nVersion: 1\n\n" if tail else "\n"
    return "-----BEGIN " + f"{what}PRIVATE KEY{tail}-----{head}{lines}\n-----END " + f"{what}PRIVATE KEY{tail}-----"


def _named() -> list[Planted]:
    """Give the secrets that are known by the words around them."""
    flat = _key_block("").replace("\n", "\\n")
    quoted = (
        ("AWS secret key", "aws_secret_" + "access_key = '", made(40, B64)),
        ("Azure storage key", "account_" + "key='", made(86, B64) + "=="),
        ("Azure AI key", "AZURE_OPENAI_API_" + "KEY = '", made(32, HEX)),
        ("Mistral key", "client = MistralClient(api_" + "key='", made(32)),
        ("Cohere key", "co = cohere.Client('", made(40)),
        ("Cohere key", "COHERE_API_" + "KEY = '", made(40)),
        ("Weights & Biases key", "wandb.login(key='", made(40, HEX)),
        ("Weights & Biases key", "os.environ['WANDB_API_" + "KEY'] = '", made(40, HEX)),
        ("Comet key", "comet_ml.init(api_" + "key='", made(25)),
        ("Pinecone key", "pinecone.init(api_" + "key='", uuid("p")),
        ("Kaggle key", "os.environ['KAGGLE_" + "KEY'] = '", made(32, HEX)),
        ("Twilio key", "auth_" + "token = '", made(32, HEX)),
        ("Heroku key", "HEROKU_API_" + "KEY = '", uuid("h")),
        ("Cloudflare token", "CLOUDFLARE_API_" + "TOKEN = '", made(40)),
        ("Deepgram key", "DEEPGRAM_API_" + "KEY = '", made(40, HEX)),
        ("AssemblyAI key", "assemblyai.api_" + "key = '", made(32, HEX)),
        ("Together key", "TOGETHER_API_" + "KEY = '", made(64, HEX)),
        ("SerpApi key", "SERPAPI_API_" + "KEY = '", made(64, HEX)),
        ("Voyage key", "VOYAGE_API_" + "KEY = '", "pa-" + made(43)),
        ("Exa key", "EXA_API_" + "KEY = '", uuid("e")),
        ("Telegram app hash", "api_" + "hash = '", made(32, HEX)),
        ("key or token", "api_" + "key = '", made(32)),
        ("key or token", "{'apiKey': '", made(24)),
        ("key or token", "headers = {'X-API-Key': '", made(30)),
        ("key or token", "client.connect(access_" + "token='", made(40)),
        ("key or token", "SECRET_" + "KEY: str = '", made(50, URL)),
        ("key or token", "headers = {'Authorization': 'Bearer ", made(40)),
        ("key or token", "newsapi_" + "key = '", made(32, HEX)),
        ("password", "pass" + "word = '", "S3cure!" + "Fox92"),
        ("password", "smtp.login(user='ada', pass" + "word='", "abqz kwre pmxn tvuh"),
        ("Django secret key", "SECRET_" + "KEY = '", "django-insecure-" + made(24, LOWER) + "(=_@" + made(22, LOWER)),
        ("DagsHub token", "os.environ['MLFLOW_TRACKING_PASS" + "WORD'] = '", made(40, HEX)),
        ("Copernicus key", "cdsapi.Client(key='", "123456:" + uuid("c")),
        ("Alpha Vantage key", "TimeSeries(key='", made(16, UPPER)),
        ("DeepL key", "deepl.Translator('", uuid("d") + ":fx"),
        ("LinkedIn session", "cookies = {'li_" + "at': '", "AQE" + made(140, URL)),
        (
            "words of a wallet",
            "mnemonic = '",
            "lava orbit tuna kidney ladder mimic vapor scout wheel ozone gravity panel",
        ),
        ("key or token", "census_api_" + "key('", made(40, HEX)),
        ("key or token", "Census('", made(40, HEX)),
        ("key or token", "key = '", made(40)),
        ("Pinecone key", "Pinecone('", uuid("pc")),
        ("password", "server.login(me, '", "abqz kwre pmxn tvuh"),
        ("password", "requests.get(url, auth=('ada', '", "S3cure!" + "Fox92"),
    )
    return [
        *(Planted(kind, before, secret, "'") for kind, before, secret in quoted),
        Planted("Kaggle key", '{"username":"ada","key":"', made(32, HEX), '"}'),
        Planted("Kaggle key", "export KAGGLE_" + "KEY=", made(32, HEX), "\n"),
        Planted("Weights & Biases key", "!wandb login ", made(40, HEX), "\n"),
        Planted("OpenWeather key", "weather?q=Turin&app" + "id=", made(32, HEX), "&units=metric"),
        Planted("Azure storage key", "AccountName=ada;Account" + "Key=", made(86, B64) + "==", ";EndpointSuffix=core"),
        Planted("Azure shared access signature", "https://ada.blob/x?sv=2024&si" + "g=", made(43) + "%3D", "&se=2030"),
        Planted("Google service account key", '"type": "service_account", "private_key": "', flat, '\\n"'),
        Planted("password in an address", "postgresql://ada:", "S3cure-Fox92", "@db.ada-lab.net:5432/prod"),
        Planted("password in an address", "mongodb+srv://ada:", "S3cureFox92", "@cluster0.ab1cd.mongodb.net"),
        Planted("password in an address", "https://ada:", "S3cure-Fox92", "@git.ada-lab.net/x.git"),
        Planted("key or token", "export SERVICE_API_" + "KEY=", made(32), "\n"),
        Planted("key or token", "%env SERVICE_" + "TOKEN=", made(32), "\n"),
        Planted("key or token", "service_api_" + "key: ", made(32), "\n"),
        Planted("key or token", "tool push --api-" + "key ", made(32), " data.csv"),
        Planted("key or token", "curl -H Authorization: Bearer ", made(32), "\n"),
        Planted("key or token", "Authorization: Basic ", b64(b"ada:S3cure-Fox92"), "\n"),
        Planted("key or token", "https://api.ada-lab.net/v1?q=1&api_" + "key=", made(32), "&page=2"),
        Planted("key or token", "<td>API_" + "KEY</td><td>", made(32), "</td>"),
        Planted("key or token", "| API_" + "KEY | ", made(32), " |"),
        Planted("password", "export DB_PASS" + "WORD=", "S3cure!Fox92", "\n"),
        Planted("home path", 'File "', "/home/" + "ada", '/thesis/model.py", line 3'),
        Planted("home path", "", "/Users/" + "ada.quill", "/data.csv"),
        Planted("home path", "file://", "/home/" + "ada", "/x.html"),
        Planted("home path", "read ", "C:\\Users\\" + "Ada Quill", "\\data.csv"),
        Planted("home path", "read '", "C:\\\\Users\\\\" + "ada", "\\\\data.csv'"),
        Planted("home path", "file:///", "C:/Users/" + "ada", "/data.csv"),
        Planted("private IP address", "connected to ", "10.20." + "30.40", " at last"),
        Planted("private IP address", "http://", "192.168." + "1.20", ":8888/tree"),
        Planted("private IP address", "inet ", "172.16." + "5.4", "  netmask"),
        Planted("e-mail address", "write to ", "ada.quill" + "@lab.quill.org", " please"),
        Planted("e-mail address", "", "ada+news" + "@quill.fr", ", or E-mail:"),
        Planted("e-mail address", "E-mail:", "ada" + "@quill.it", ""),
        Planted("e-mail address", "<a href='mailto:", "ada" + "@quill.de", "'>mail</a>"),
        Planted("phone number", "call ", "+49 30 " + "2345 6789", " now"),
        Planted("phone number", "call ", "+1 (415) " + "867-5309", " now"),
        Planted("phone number", "call ", "(415) " + "867-5309", " now"),
        Planted("phone number", "call ", "+4917" + "12398847", " now"),
        Planted("phone number", "<a href='tel:", "+1415" + "8675309", "'>call</a>"),
        Planted("simple password", "password='", "Berlin" + "2024", "'"),
    ]


def planted() -> list[Planted]:
    """Give all fakes with the exact part that is the secret."""
    return [Planted(kind, "", token) for kind, tokens in _tokens().items() for token in tokens] + _named()


def fakes() -> dict[str, list[str]]:
    """Give the fakes by the name of their kind; where the form needs them, with words around the secret."""
    found: dict[str, list[str]] = {}
    for fake in planted():
        found.setdefault(fake.kind, []).append(fake.text)
    return found


def harmless() -> list[str]:
    """Give texts that look a little like secrets and are none."""
    claims = b64(b'{"sub":"1234567890","name":"John Doe","iat":1516239022}').rstrip("=")  # of jwt.io
    sample_jwt = b64(b'{"alg":"HS256","typ":"JWT"}') + f".{claims}." + made(43)
    sha, md5, picture = made(40, HEX), made(32, HEX), made(3000, B64)
    return [
        "sha = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'\nuuid = '123e4567-e89b-12d3-a456-426614174000'",
        "api_key = os.environ['API_KEY']",
        "api_key = userdata.get('OPENAI_API_KEY')",
        "api_key = UserSecretsClient().get_secret('SERVICE_API_KEY')",
        "token = 'YOUR_TOKEN_HERE'",
        "password = getpass()\npassword = getpass.getpass('Your password: ')",
        "sk = 'sk-...'",
        "api_key = 'sk-" + "x" * 48 + "'",
        "openai.api_key = 'sk-your-api-key-goes-right-here-please'",
        "api_key = 'sk-" + "1234567890abcdef" * 2 + "'",
        "HF_TOKEN=hf_" + "x" * 34,
        "token: ghp_" + "X" * 36,
        "aws_access_key_id = AK" + "IAIOSFODNN7" + "EXAMPLE",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY",
        "export API_KEY=${API_KEY}\nexport TOKEN=$TOKEN\nexport API_KEY=<your key>",
        "api_key: '{{ secrets.API_KEY_PRODUCTION_2024 }}'",
        "api_key=f'{settings.api_key_1a2b3c4d}'",
        "password = 'changeme'\npassword = 'password123'\nPASSWORD=secret\npassword='Passw0rd!'",
        "password = 'hunter2'",
        "postgresql://user:password@localhost:5432/db mysql://root:root@localhost postgres://{user}:{password}@{host}/db",
        "postgresql://$USER:$PASS@host/db https://x-access-token:${TOKEN}@github.com/a/b.git redis://:@localhost",
        "docker://nginx:1.25@sha256:" + made(64, HEX),
        "https://example.org:8080/@ada/status see https://medium.com/@ada.quill/post",
        f"commit {sha}\nmd5: {md5}\nsha256:{made(64, HEX)}\nFrom {sha[:7]} to {sha[7:14]}",
        f"key: {sha}\n'key': '{md5}'\ncache_key = '{md5}'",
        f'{{"model_id": "{md5}", "version_major": 2}}, "IPY_MODEL_{md5}"',
        f'<div id="{uuid("plotly")}" class="plotly-graph-div"></div> token_id={uuid("t")}',
        f'"image/png": "iVBORw0KGgo{picture}"',
        f"data:font/woff2;base64,{picture}",
        "pip install git+https://github.com/wandb/wandb.git@" + sha,
        "tokenizer = AutoTokenizer.from_pretrained('meta-llama/Llama-3.2-1B-Instruct')",
        "tokens = ['[CLS]', 'token', '##ization', '[SEP]']; max_tokens=4096; pad_token='<|endoftext|>'",
        "sort(key=lambda item: item.created_at_2024); groupby(key='station_id_2024_v2_final')",
        "secret = 'the-quick-brown-fox-jumps-2024'; model_key = 'text-embedding-ada-002-v2'",
        "<style>#sk-container-id-1 div.sk-toggleable__content {color: black;} .sk-estimator-doc-link</style>",
        "nextPageToken: 'CAUQAA" + made(20) + "'",
        "public_key = '" + made(44, B64) + "'",
        "if '-----BEGIN " + "PRIVATE KEY-----' in text and '-----END " + "PRIVATE KEY-----' in text: pass",
        "-----BEGIN " + "RSA PRIVATE KEY-----\n...\n-----END " + "RSA PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\n" + made(64, B64) + "\n-----END PUBLIC KEY-----",
        sample_jwt,
        "!function(e,t){var n=e.key=t.token||'default-value-of-it';r.secret=function(){return a1b2(c3d4)}}",
        "TELEGRAM 123:AAA 12:34:56 2024-01-01T10:20:30Z ratio 3:AA",
        "/home/jovyan/work/x.ipynb /home/runner/work /root/x /content/drive /home/user/a /home/users/b /Users/Shared/c",
        "C:\\Users\\Public\\x C:\\Users\\<name>\\y C:\\Users\\runneradmin\\z /home/{user}/x /home/$USER ~/data https://x.org/home/ada/",
        "127.0.0.1:8888 0.0.0.0 8.8.8.8 1.10.2.3 10.1.2.3.4 numpy 10.0.0.1",
        "192.168.1.1 10.0.0.0/8 V8 to 10.8.168.25 version 10.0.0.1 pkg==10.2.3.4 172.15.0.1 172.32.0.1 192.168.1",
        "ada@example.org ada@example.com noreply@github.com 1+ada@users.noreply.github.com git@github.com:ada/x",
        "user@host",
        "@property\n@app.route\nC = A@B.T; y = W@x.reshape(-1); X@beta.mean() + q@k.transpose(); a@b; logo@2x.png",
        "ssh ada@login.cluster.edu; scp x ada@host.net:/tmp; postgres://ada@db.quill.net/x; vega@5 npm:react@18.2.0",
        "+1 +2 +3 4 5 6\n1e+10 +49.30 x+12 345 6789 [+1, -1, +1234567890] 415-867-5309 2024-01-31 12:30 555 123 4567",
        "+1 415 555 0123 is nobody's",
        "ISBN 978-3-16-148410-0, DOI 10.1000/182, 10.1038/s41586-020-2649-2",
    ]
