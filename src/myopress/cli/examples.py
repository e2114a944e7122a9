"""What stands below the help of each command: one line that can be typed."""

EXAMPLES = {
    "build": "myopress build my-book -o output",
    "cache": "myopress cache my-book --clear",
    "cheatsheet": "myopress cheatsheet my-book --paper a4,letter",
    "check": "myopress check my-book --strict --format sarif",
    "completion": "myopress completion bash >> ~/.bashrc",
    "diff": "myopress diff my-book",
    "doctor": "myopress doctor",
    "epub": "myopress epub article.md -o article.epub",
    "html": "myopress html my-book -o site",
    "init": "myopress init my-book --title Bread --author 'Ann Lee'",
    "inspect": "myopress inspect my-book > my-book.json",
    "lock": "myopress lock my-book",
    "metadata": "myopress metadata my-book --onix -o my-book.xml",
    "pdf": "myopress pdf my-book --target kdp-6x9-cream",
    "preview": "myopress preview my-book",
    "verify": "myopress verify my-book --built output",
}
