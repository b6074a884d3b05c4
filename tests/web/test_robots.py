from tests.sampling import each_row
from tracking.web.robots import is_robot

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko)"
ANDROID = f"Mozilla/5.0 (Linux; Android 14; SM-A546B; wv) {WEBKIT} Version/4.0 Chrome/142.0 Mobile Safari/537.36"


@each_row(
    "user_agent",
    [
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/142.0.0.0 Safari/537.36",
        f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        f"{IPHONE} Version/26.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        f"Mozilla/5.0 (Linux; Android 14; CUBOT X70) {WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36",
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0.0.0 YaBrowser/25.10 Yowser/2.5 Safari/537.36",
        f"{IPHONE} GSA/390.0 Mobile/15E148 Safari/604.1",
        f"{ANDROID} [FB_IAB/FB4A;FBAV/530.0;]",
    ],
)
def test_browsers_are_none(user_agent: str) -> None:
    assert not is_robot(user_agent)


@each_row(
    "user_agent",
    [
        "",
        "curl/8.14.1",
        "python-requests/2.32",
        "WhatsApp/2.23.20.0",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        f"Mozilla/5.0 {WEBKIT[:-1]}; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
        f"{MAC} Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
        f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/142.0.0.0 Safari/537.36",
        f"Mozilla/5.0 (Linux; Android 11) {WEBKIT} Chrome/142 Mobile Safari/537.36 Chrome-Lighthouse",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko; Google-Read-Aloud) Chrome/142",
    ],
)
def test_robot_is_known_by_its_user_agent(user_agent: str) -> None:
    assert is_robot(user_agent)
