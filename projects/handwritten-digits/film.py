"""Films the demo being used: `pip install playwright`, then `python film.py` beside a Chromium. Writes docs/demos/digits.webm.

Each step of the pen is drawn into the real page and photographed; Chromium's own recorder makes a film of the pictures.
"""

import base64
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

DEMOS = Path(__file__).parents[2] / "docs/demos"
WIDTH, HEIGHT, A_SECOND = 390, 810, 8

# Strokes in shares of the pad's width: a three in the middle, then a seven in its corner and a four at its edge.
DIGITS = [
    [[(0.32, 0.24), (0.5, 0.14), (0.68, 0.28), (0.46, 0.48), (0.68, 0.64), (0.5, 0.84), (0.3, 0.74)]],
    [[(0.1, 0.1), (0.55, 0.1), (0.25, 0.7)]],
    [[(0.62, 0.2), (0.46, 0.56), (0.92, 0.56)], [(0.82, 0.32), (0.8, 0.92)]],
]

RECORD = """async ([pictures, width, height, aSecond]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d"), chunks = [];
  const form = { mimeType: "video/webm;codecs=vp9", videoBitsPerSecond: 250000 };
  const recorder = new MediaRecorder(canvas.captureStream(aSecond), form);
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  const done = new Promise((resolve) => { recorder.onstop = resolve; });
  const images = await Promise.all(pictures.map(async (data) => {
    const image = Object.assign(new Image(), { src: `data:image/png;base64,${data}` });
    await image.decode();
    return image;
  }));
  recorder.start();
  for (const image of images) {
    pen.drawImage(image, 0, 0, width, height);
    await new Promise((resolve) => setTimeout(resolve, 1000 / aSecond));
  }
  recorder.stop();
  await done;
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


def photographs(page: Page) -> list[str]:
    """Draw the digits and return a picture of the page after each step of the pen."""
    page.goto((DEMOS / "digits.html").as_uri())
    box = page.locator("#pad").bounding_box()
    taken = []

    def take(times: int = 1) -> None:
        taken.extend([base64.b64encode(page.screenshot()).decode()] * times)

    take(A_SECOND)
    for digit in DIGITS:
        for stroke in digit:
            for step, (right, down) in enumerate(between(stroke)):
                page.mouse.move(box["x"] + right * box["width"], box["y"] + down * box["height"])
                if step == 0:
                    page.mouse.down()
                take()
            page.mouse.up()
        take(2 * A_SECOND)
        print(page.locator("#answer").inner_text())
        page.get_by_role("button", name="Clear").click()
        take(3)
    return taken


def between(stroke: list[tuple[float, float]], steps: int = 3) -> list[tuple[float, float]]:
    """Return points along a stroke, three to each of its lines."""
    shares = [number / steps for number in range(1, steps + 1)]
    lines = zip(stroke, stroke[1:], strict=False)
    return [stroke[0], *((a + (c - a) * n, b + (d - b) * n) for (a, b), (c, d) in lines for n in shares)]


with sync_playwright() as playwright:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    pictures = photographs(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light"))
    film = base64.b64decode(browser.new_page().evaluate(RECORD, [pictures, WIDTH, HEIGHT, A_SECOND]))
    browser.close()
(DEMOS / "digits.webm").write_bytes(film)
print(f"{len(pictures)} pictures, {len(film) / 1000:.0f} kB")
