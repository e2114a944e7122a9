"""The EPUB in a browser, which is what reading systems are made of, at the width of a phone."""

import json
import re
import subprocess
import zipfile
from html import unescape
from io import BytesIO
from pathlib import Path

from myopress import pipeline
from myopress.diagnostics import Diagnostic

MANUSCRIPT = Path(__file__).parent.parent / "manuscript"
PHONE = 320
"""CSS pixels: the narrowest screens in use."""
FRAMES = """\
<!DOCTYPE html>
<title>All pages of a book</title>
<body>
<script>
const found = {};
for (const path of %s) {
  const frame = document.createElement("iframe");
  frame.width = %d;
  frame.height = 600;
  frame.onload = () => {
    const page = frame.contentDocument;
    found[path] = {
      width: page.documentElement.scrollWidth,
      errors: page.getElementsByTagName("parsererror").length,
      broken: [...page.images].filter((image) => !image.naturalWidth).length,
      words: page.body ? page.body.innerText.split(/\\s+/).length : 0,
    };
    document.getElementById("found").textContent = JSON.stringify(found);
  };
  frame.src = path;
  document.body.append(frame);
}
</script>
<pre id="found"></pre>
"""


def ignore(_: Diagnostic) -> None: ...


def seen_by(browser: str, book: bytes, folder: Path) -> dict[str, dict[str, int]]:
    """What the browser says of each page of an EPUB."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        archive.extractall(folder)
        pages = [name for name in archive.namelist() if name.endswith(".xhtml")]
    frames = folder / "frames.html"
    frames.write_text(FRAMES % (json.dumps(pages), PHONE), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    options += [f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=20000"]
    run = [browser, *options, "--dump-dom", frames.as_uri()]
    result = subprocess.run(run, capture_output=True, encoding="utf-8", check=True, timeout=120)
    said = re.findall(r'<pre id="found">(.*?)</pre>', result.stdout)
    assert said, result.stderr
    seen: dict[str, dict[str, int]] = json.loads(unescape(said[0]))
    assert seen.keys() == set(pages)
    return seen


def test_every_page_is_read_and_fits_a_phone(browser: str, tmp_path: Path) -> None:
    document = pipeline.read(MANUSCRIPT, ignore)
    seen = seen_by(browser, pipeline.render(document, "epub", ignore), tmp_path)
    assert {path: page for path, page in seen.items() if page["errors"] or page["broken"]} == {}
    assert {path: page for path, page in seen.items() if page["width"] > PHONE} == {}
    assert all(page["words"] for page in seen.values())


def test_the_browser_notices(browser: str, tmp_path: Path) -> None:
    data = BytesIO()
    xhtml = '<html xmlns="http://www.w3.org/1999/xhtml"><body>%s</body></html>'
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("wide.xhtml", xhtml % '<p style="width: 400px">wide</p>')
        archive.writestr("broken.xhtml", xhtml % "<p>never closed")
        archive.writestr("empty.xhtml", xhtml % '<img src="nowhere.png" alt=""/>')
    seen = seen_by(browser, data.getvalue(), tmp_path)
    assert seen["wide.xhtml"]["width"] > PHONE
    assert seen["broken.xhtml"]["errors"]
    assert seen["empty.xhtml"]["broken"]
