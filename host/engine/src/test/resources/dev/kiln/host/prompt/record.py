# Makes tokens.json and webui-tokens.json here, and html-entities.json of src/main/resources.
# Needs transformers 4.30.2 and ftfy 6.3.1: webUI pins the first, and its open-clip-torch brings the second.
# Without ftfy, transformers would use its BasicTokenizer instead: accents lost, each punctuation mark alone.
import gzip, html, json, pathlib, sys, tempfile
import ftfy, transformers
from ftfy.chardata import HTML_ENTITIES
from transformers import CLIPTokenizer

assert transformers.__version__ == "4.30.2", transformers.__version__
HERE = pathlib.Path(__file__).parent
SOURCE = next(p for p in HERE.parents if p.name == "src")
PROMPT = SOURCE / "main/resources/dev/kiln/host/prompt"

FIXED = [
    "1girl，red hair，smile",                          # full-width comma
    "（masterpiece：1．2）　ＬＯＵＤ　ｎｏｉｓｅｓ！",
    "it’s a ‘quoted’ “scene” „low‟ ʼn ŉ 5′ «x»",       # curly quotes, and quotes that stay
    "ｱﾆﾒ ｶﾞｰﾙ ﾊﾟﾝ ﾡ",                                     # half-width katakana and hangul
    "ﬁne ﬂower eﬃcient oﬀ ﬆyle ﬅ ĳs ǆ ǅ Ǉ æ œ",
    "fish &amp; chips &#39;x&#39; &#x2019;s &eacute; &EACUTE; &amp;quot; caf&eacute",
    "&#0;&#x80;&#150;&#x1F431;&#xD800;&#x110000;&#99999999999999999999;&#xFFFF;&#12ab;&nosuch;&NotEqualTilde;&Tab;x",
    "5 &lt; 6 &amp;lt;b&gt;",
    "<b> tom &amp; jerry",                             # nothing is unescaped beside a tag
    "salt &amp; pepper\n<i> tom &amp; jerry\nbread &amp; butter",
    "\ufeff1girl, \ufeffsmile",
    "con\x00trol\x07 \x1b[31;1mred\x1b[0m\x1b del\x7f \u206f\ufff9\ufffc\u200b",
    "\x93quoted\x94 \x85 \x80 \x81 c1",
    "line\r\nbreak\rreturn\u2028para\u2029graph\u0085next",
    "A\u030angstro\u0308m \u1100\u1161 \u212b",
    "dont’t WE’LL ΣΑΣ İ",
    "a<|endoftext|>b &amp; c <|STARTOFTEXT|>",
    "〜～￥￦￠ ｢x｣ ･",
    "…—–†•™ ½ ² Ⅷ",
]

def entry(tokenizer, text):
    return {"text": text, "ids": tokenizer(text, truncation=False, add_special_tokens=False)["input_ids"]}

def write(path, entries):
    path.write_text("[\n" + ",\n".join(json.dumps(e) for e in entries) + "\n]\n")

def clip_tokenizer():
    lines = gzip.open(PROMPT / "clip/merges.txt.gz", "rt", encoding="utf-8").read().strip().split("\n")
    merges = [line for line in lines if not line.startswith("#version")][:48894]
    symbols = [*range(33, 127), *range(161, 173), *range(174, 256)]
    symbols = [chr(c) for c in symbols + list(range(256, 256 + 256 - len(symbols)))]
    tokens = symbols + [s + "</w>" for s in symbols] + [m.replace(" ", "") for m in merges]
    vocabulary = {t: i for i, t in enumerate(tokens + ["<|startoftext|>", "<|endoftext|>"])}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "vocab.json").write_text(json.dumps(vocabulary))
        (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
        return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"))

default = CLIPTokenizer.from_pretrained(SOURCE / "test/fixtures/diffusers/default/tokenizer")
known = json.loads((HERE / "tokens.json").read_text())
write(HERE / "tokens.json", [entry(default, e["text"]) for e in known])
clip = clip_tokenizer()
write(HERE / "webui-tokens.json", [entry(clip, text) for text in FIXED])
entities = {name[1:-1]: text for name, text in sorted(HTML_ENTITIES.items())}
(PROMPT / "html-entities.json").write_text(json.dumps(entities, indent=0) + "\n")
