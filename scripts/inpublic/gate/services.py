"""The forms of keys and tokens: for each kind what they begin with, and the whole.

Only forms that nothing else has stand here; keys without a form of their own are known by their names (see `named`).
"""

from __future__ import annotations

from inpublic.gate.kinds import PRIVATE_KEY, SERVICE_ACCOUNT, Kind, secret

_Forms = tuple[tuple[str, str], ...]

_AI: tuple[tuple[Kind, _Forms], ...] = (
    (
        secret("Anthropic key", "console.anthropic.com, API keys"),
        (("sk-ant-", r"sk-ant-[a-z]{3,5}\d\d-[\w-]{20,200}"),),
    ),
    (secret("OpenRouter key", "openrouter.ai, Keys"), (("sk-or-v1-", r"sk-or-v1-[0-9a-f]{64}"),)),
    (
        secret("Langfuse key", "your Langfuse project's settings"),
        (("sk-lf-", r"sk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),),
    ),
    (
        secret("DeepSeek or DashScope key", "the service's page of API keys"),
        (("sk-", r"sk-[0-9a-f]{32}"),),
    ),
    (
        secret("OpenAI key", "platform.openai.com, API keys"),
        (("sk-", r"sk-(?:(?:proj|svcacct|admin|None|service)-[\w-]{20,200}|[A-Za-z0-9]{32,64})"),),
    ),
    (
        secret("Hugging Face token", "huggingface.co, Settings, Access Tokens"),
        (("hf_", r"hf_[A-Za-z0-9]{30,40}"), ("api_org_", r"api_org_[A-Za-z0-9]{30,40}")),
    ),
    (secret("Replicate token", "replicate.com, Account, API tokens"), (("r8_", r"r8_[\w-]{37,40}"),)),
    (secret("Groq key", "console.groq.com, API Keys"), (("gsk_", r"gsk_[A-Za-z0-9]{40,60}"),)),
    (secret("xAI key", "console.x.ai, API Keys"), (("xai-", r"xai-[A-Za-z0-9]{60,90}"),)),
    (secret("Perplexity key", "perplexity.ai, Settings, API"), (("pplx-", r"pplx-[A-Za-z0-9]{40,60}"),)),
    (secret("NVIDIA key", "build.nvidia.com, API Keys"), (("nvapi-", r"nvapi-[\w-]{60,72}"),)),
    (secret("Cerebras key", "cloud.cerebras.ai, API Keys"), (("csk-", r"csk-[a-z0-9]{40,60}"),)),
    (secret("Fireworks key", "fireworks.ai, API Keys"), (("fw_", r"fw_(?=[A-Za-z]{0,20}\d)[A-Za-z0-9]{22,32}"),)),
    (secret("Jina key", "jina.ai, API dashboard"), (("jina_", r"jina_[0-9a-f]{32}[\w-]{24,40}"),)),
    (secret("LlamaCloud key", "cloud.llamaindex.ai, API Keys"), (("llx-", r"llx-[A-Za-z0-9]{40,60}"),)),
    (secret("ElevenLabs key", "elevenlabs.io, API Keys"), (("sk_", r"sk_[0-9a-f]{48}"),)),
    (secret("Pinecone key", "app.pinecone.io, API keys"), (("pcsk_", r"pcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{56,70}"),)),
    (
        secret("LangSmith key", "smith.langchain.com, Settings, API Keys"),
        (("lsv2_", r"lsv2_[a-z]{2}_[0-9a-f]{32}_[0-9a-f]{10}"), ("ls__", r"ls__[0-9a-f]{32}")),
    ),
    (
        secret("Tavily key", "app.tavily.com, API Keys"),
        (("tvly-", r"tvly-(?:(?:dev|prod)-)?[A-Za-z0-9]{16}[\w-]{10,60}"),),
    ),
    (secret("Firecrawl key", "firecrawl.dev, API Keys"), (("fc-", r"fc-[0-9a-f]{32}"),)),
    (secret("E2B key", "e2b.dev, API Keys"), (("e2b_", r"e2b_[0-9a-f]{40}"),)),
    (secret("Kaggle token", "kaggle.com, Settings, API"), (("KGAT_", r"KGAT_[0-9a-f]{32}"),)),
    (secret("Weights & Biases key", "wandb.ai, User settings, API keys"), (("wandb_v1_", r"wandb_v1_[\w-]{60,90}"),)),
    (
        secret("Neptune token", "app.neptune.ai, your API token"),  # {"api_address": …, in base64
        (("eyJhcGlf", r"eyJhcGlf[YW][A-Za-z0-9+/]{60,400}={0,2}"),),
    ),
)

_CLOUDS: tuple[tuple[Kind, _Forms], ...] = (
    (
        secret("AWS access key", "the AWS console, IAM, Security credentials"),
        tuple((start, start + r"[A-Z0-9]{16}") for start in ("AKIA", "ASIA")),
    ),
    (
        secret("AWS session token", "the AWS console, IAM (revoke active sessions)"),
        tuple((start, start + r"[A-Za-z0-9+/]{80,2000}={0,2}") for start in ("IQoJb3JpZ2lu", "FwoGZXIvYXdz")),
    ),
    (
        secret("Amazon Bedrock key", "the AWS console, Bedrock, API keys"),
        (("ABSKQmVkcm9j", r"ABSKQmVkcm9j[A-Za-z0-9+/]{90,200}={0,2}"),),
    ),
    (
        secret("Google API key", "console.cloud.google.com, Credentials"),
        (("AIza", r"(?<!\+)AIza[\w-]{35}"),),
    ),
    (
        secret("Google OAuth client secret", "console.cloud.google.com, Credentials"),
        (("GOCSPX-", r"GOCSPX-[\w-]{28}"),),
    ),
    (
        secret("Google OAuth token", "myaccount.google.com, Third-party connections"),
        (("ya29.", r"ya29\.(?:[a-z]\.)?[\w-]{30,2000}"), ("1//0", r"1//0[\w-]{38,200}")),
    ),
    (
        SERVICE_ACCOUNT,
        tuple(  # {"type": "service_account", … in base64
            (start, start + r"[A-Za-z0-9+/]{60,8000}={0,2}")
            for start in (
                "eyJ0eXBlIjogInNlcnZpY2VfYWNjb3VudCIs",
                "eyJ0eXBlIjoic2VydmljZV9hY2NvdW50Iiwi",
                "ewogICJ0eXBlIjogInNlcnZpY2VfYWNjb3VudCIs",
            )
        ),
    ),
    (
        PRIVATE_KEY,
        tuple(  # -----BEGIN … PRIVATE KEY in base64, as Kubernetes keeps it
            (start, start + r"[A-Za-z0-9+/]{100,12000}={0,2}")
            for start in (
                "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS",
                "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt",
                "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS",
                "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUg",
            )
        ),
    ),
    (
        secret("DigitalOcean token", "cloud.digitalocean.com, API"),
        tuple((start, start + "[0-9a-f]{64}") for start in ("dop_v1_", "doo_v1_", "dor_v1_")),
    ),
    (
        secret("Databricks token", "your workspace's Settings, Developer, Access tokens"),
        (("dapi", r"dapi[0-9a-f]{32}(?:-\d{1,2})?"),),
    ),
    (secret("Heroku key", "dashboard.heroku.com, Account, API Key"), (("HRKU-", r"HRKU-[\w-]{36,70}"),)),
    (
        secret("Supabase key", "supabase.com, Project settings, API Keys"),
        (("sbp_", r"sbp_[0-9a-f]{40}"), ("sb_secret_", r"sb_secret_[\w-]{24,40}")),
    ),
    (
        secret("PlanetScale token", "app.planetscale.com, Settings"),
        (("pscale_", r"pscale_(?:tkn|pw|oauth)_[\w.=-]{32,64}"),),
    ),
    (secret("Netlify token", "app.netlify.com, Applications"), (("nfp_", r"nfp_[A-Za-z0-9]{36,40}"),)),
    (secret("Vault token", "your Vault (vault token revoke)"), (("hvs.", r"hvs\.[\w-]{24,200}"),)),
    (
        secret("Alibaba Cloud access key", "the Alibaba Cloud console, AccessKey"),
        (("LTAI", r"LTAI(?=[A-Za-z]{0,20}\d)[A-Za-z0-9]{16,20}"),),
    ),
)

_CODE: tuple[tuple[Kind, _Forms], ...] = (
    (
        secret("GitHub token", "github.com, Settings, Developer settings"),
        (
            *((start, start + r"[A-Za-z0-9]{36,255}") for start in ("ghp_", "gho_", "ghu_", "ghs_", "ghr_")),
            ("github_pat_", r"github_pat_\w{60,255}"),
        ),
    ),
    (
        secret("GitLab token", "your GitLab's Preferences, Access tokens"),
        (
            *(
                (f"gl{x}-", rf"gl{x}-[\w-]{{20,400}}(?:\.[\w.]{{2,20}})?")
                for x in ("pat", "dt", "rt", "ptt", "soat", "cbt", "ft", "imt", "agent", "oas", "ffct")
            ),
            ("GR1348941", r"GR1348941[\w-]{20}"),
        ),
    ),
    (secret("npm token", "npm, Access Tokens"), (("npm_", r"npm_[A-Za-z0-9]{36}"),)),
    (secret("PyPI token", "PyPI, Account settings, API tokens"), (("pypi-", r"pypi-AgE[\w-]{50,400}"),)),
    (secret("Docker token", "hub.docker.com, Personal access tokens"), (("dckr_pat_", r"dckr_pat_[\w-]{27}"),)),
    (secret("RubyGems key", "rubygems.org, API keys"), (("rubygems_", r"rubygems_[0-9a-f]{48}"),)),
    (
        secret("Atlassian token", "id.atlassian.com, API tokens"),
        (("ATATT3", r"ATATT3[\w=-]{100,300}"), ("ATBB", r"ATBB[A-Za-z0-9]{24,32}")),
    ),
    (secret("Postman key", "your Postman's Settings, API keys"), (("PMAK-", r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),)),
)

_WEB: tuple[tuple[Kind, _Forms], ...] = (
    (
        secret("Slack token", "api.slack.com, Your Apps"),
        (
            ("xox", r"xox[abeoprsd]-[\w-]{20,400}(?:%[\w%-]{10,400})?|xoxe\.xox[bp]-\d-[\w-]{100,300}"),
            ("xapp-", r"xapp-\d-[A-Z0-9]{8,14}-\d{10,14}-[0-9a-f]{40,80}"),
        ),
    ),
    (
        secret("Slack webhook", "api.slack.com, Your Apps, Incoming Webhooks"),
        (
            (
                "hooks.slack.com/",
                r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Z]\w{6,14}/\w{6,24}/[\w/]{20,80}",
            ),
        ),
    ),
    (
        secret("Discord webhook", "your Discord server's settings, Integrations"),
        tuple(
            (f"{host}.com/api/webhooks/", rf"{host}\.com/api/webhooks/\d{{15,21}}/[\w-]{{60,80}}")
            for host in ("discord", "discordapp")
        ),
    ),
    (
        secret("Stripe key", "dashboard.stripe.com, Developers, API keys"),
        (
            *((f"{a}_{b}_", rf"{a}_{b}_[A-Za-z0-9]{{20,250}}") for a in ("sk", "rk") for b in ("live", "test")),
            ("whsec_", r"whsec_[A-Za-z0-9+/]{24,100}={0,2}"),
        ),
    ),
    (secret("Twilio key", "console.twilio.com, API keys"), (("SK", r"SK[0-9a-f]{32}"),)),
    (
        secret("Twitter/X token", "developer.x.com, Keys and tokens"),
        (("AAAAAAAAAAAAAAAAAA", r"A{18,24}(?!A)[A-Za-z0-9%]{10,80}%3D[A-Za-z0-9%]{10,80}"),),
    ),
    (
        secret("Advent of Code session", "adventofcode.com (log out)"),  # Salted__ in hexadecimal digits
        (("53616c7465645f5f", r"53616c7465645f5f[0-9a-f]{80,128}"),),
    ),
    (secret("SendGrid key", "app.sendgrid.com, Settings, API Keys"), (("SG.", r"SG\.[\w-]{16,32}\.[\w-]{16,64}"),)),
    (secret("Mailgun key", "app.mailgun.com, API Keys"), (("key-", r"key-[0-9a-f]{32}"),)),
    (secret("Mapbox token", "account.mapbox.com, Access tokens"), (("sk.eyJ", r"sk\.eyJ[\w-]{40,200}\.[\w-]{16,40}"),)),
    (
        secret("Notion token", "notion.so, My integrations"),
        (("ntn_", r"ntn_[A-Za-z0-9]{40,50}"), ("secret_", r"secret_(?=[A-Za-z]{0,20}\d)[A-Za-z0-9]{43}")),
    ),
    (
        secret("Linear key", "linear.app, Settings, API"),
        tuple((start, start + r"[A-Za-z0-9]{32,64}") for start in ("lin_api_", "lin_oauth_")),
    ),
    (secret("Airtable token", "airtable.com, Personal access tokens"), (("pat", r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}"),)),
    (secret("Figma token", "figma.com, Settings, Security"), (("figd_", r"figd_[\w-]{38,60}"),)),
    (secret("Dropbox token", "dropbox.com, App console"), (("sl.", r"sl\.(?:u\.)?[\w-]{100,2000}"),)),
    (
        secret("Grafana token", "your Grafana's service accounts"),
        (("glsa_", r"glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}"), ("glc_", r"glc_eyJ[A-Za-z0-9+/]{32,400}={0,2}")),
    ),
    (secret("New Relic key", "one.newrelic.com, API keys"), (("NRAK-", r"NRAK-[A-Z0-9]{27}"),)),
    (
        secret("Sentry token", "sentry.io, User auth tokens"),
        (("sntryu_", r"sntryu_[0-9a-f]{64}"), ("sntrys_", r"sntrys_eyJ[\w+/=-]{80,400}")),
    ),
    (
        secret("Shopify token", "your shop's Settings, Apps"),
        tuple((start, start + "[0-9a-f]{32}") for start in ("shpat_", "shpca_", "shppa_", "shpss_")),
    ),
    (
        secret("Square token", "developer.squareup.com, Credentials"),
        tuple((s, s + r"[\w-]{22,60}") for s in ("sq0atp-", "sq0csp-")),
    ),
    (
        secret("JSON web token", "the service that issued it"),
        (("eyJ", r"eyJ[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]{10,2000}"),),
    ),
)

FORMS: tuple[tuple[Kind, _Forms], ...] = (*_AI, *_CLOUDS, *_CODE, *_WEB)
