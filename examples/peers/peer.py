"""What every peer does alike, so that all compute the same picture: the job, the text, the noise and the sampler.

A peer is run as `python NAME_txt2img.py JOB ANSWER`. The job is JSON:

    diffusers, onnx  folders that hold the same weights in two forms; null where there is none
    prompt, negative_prompt, cfg_scale, seed, steps, width, height
    threads          how many the peer may use
    variant          what is asked of the peer: f32, bf16, channels-last, int8...
    program          a path that the user gave; null for what Python finds
    picture          where the PNG goes

The answer is JSON too: step_seconds (one for each step), load_seconds, decode_seconds, versions, note. A peer that is not installed
answers {"missing": sentence} instead.
"""

import json
import os
import pathlib
import sys
import time

ROWS = 2
"""The negative prompt and the prompt are one batch."""


def main(make):
    """Run a peer: make(job) fills in the answer."""
    job = json.loads(pathlib.Path(sys.argv[1]).read_text())
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(job["threads"])
    try:
        answer = make(job)
    except ImportError as problem:
        answer = {"missing": str(problem)}
    pathlib.Path(sys.argv[2]).write_text(json.dumps(answer))


def noise(seed, height, width):
    """[1, 4, height, width] as torch.randn gives it on a GPU, and Kiln and webUI everywhere: Philox 4x32 of 10 rounds."""
    import numpy

    count = 4 * height * width
    counter = numpy.zeros((4, count), numpy.uint64)
    counter[2] = numpy.arange(count)
    key = [seed & 0xFFFFFFFF, seed >> 32]
    for _ in range(10):
        first, second = counter[0] * numpy.uint64(0xD2511F53), counter[2] * numpy.uint64(0xCD9E8D57)
        low = numpy.uint64(0xFFFFFFFF)
        counter = numpy.stack(
            [(second >> 32) ^ counter[1] ^ numpy.uint64(key[0]), second & low]
            + [(first >> 32) ^ counter[3] ^ numpy.uint64(key[1]), first & low]
        )
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    uniform = (counter[:2].astype(numpy.float32) + numpy.float32(0.5)) / numpy.float32(2**32)
    normal = numpy.sqrt(-2 * numpy.log(uniform[0])) * numpy.sin(numpy.float32(2 * numpy.pi) * uniform[1])
    return normal.reshape(1, 4, height, width)


def schedule(folder, steps):
    """Sigmas, with a 0 behind them, and their timesteps, as k-diffusion spaces them."""
    import numpy

    config = json.loads((pathlib.Path(folder) / "scheduler" / "scheduler_config.json").read_text())
    if config.get("beta_schedule") != "scaled_linear" or config.get("prediction_type", "epsilon") != "epsilon":
        raise SystemExit("the peers' sampler takes models that predict noise on the scaled linear schedule alone")
    count = config["num_train_timesteps"]
    betas = numpy.linspace(config["beta_start"] ** 0.5, config["beta_end"] ** 0.5, count) ** 2
    kept = numpy.cumprod(1 - betas)
    logs = numpy.log(((1 - kept) / kept) ** 0.5)
    timesteps = numpy.linspace(count - 1, 0, steps)
    return numpy.append(numpy.exp(numpy.interp(timesteps, numpy.arange(count), logs)), 0), timesteps


def euler(job, folder, predict):
    """Sample by Euler's method. predict takes [2, 4, h, w] and a timestep. Gives latents and each step's seconds."""
    import numpy

    sigmas, timesteps = schedule(folder, job["steps"])
    latents = noise(job["seed"], job["height"] // 8, job["width"] // 8) * numpy.float32(sigmas[0])
    seconds = []
    for sigma, following, timestep in zip(sigmas, sigmas[1:], timesteps):
        began = time.perf_counter()
        scaled = latents / numpy.float32((sigma**2 + 1) ** 0.5)
        negative, positive = numpy.split(predict(numpy.concatenate([scaled] * ROWS), timestep), ROWS)
        direction = negative + numpy.float32(job["cfg_scale"]) * (positive - negative)
        latents = latents + direction * numpy.float32(following - sigma)
        seconds.append(time.perf_counter() - began)
    return latents, seconds


def tokens(job, folder):
    """[2, 77] ids: of the negative prompt, then of the prompt."""
    import numpy
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
    from tokenizers.models import BPE

    files = pathlib.Path(folder) / "tokenizer"
    vocabulary = json.loads((files / "vocab.json").read_text())
    special = json.loads((files / "special_tokens_map.json").read_text())
    padding = special.get("pad_token", "<|endoftext|>")
    padding = padding if isinstance(padding, str) else padding["content"]
    merges = [tuple(line.split()) for line in (files / "merges.txt").read_text().splitlines()[1:] if line.strip()]
    clip = Tokenizer(BPE(vocabulary, merges, end_of_word_suffix="</w>", unk_token="<|endoftext|>"))
    clip.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    words = Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
    clip.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(words, "removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    begin, end = vocabulary["<|startoftext|>"], vocabulary["<|endoftext|>"]
    rows = [[begin, *clip.encode(job[key]).ids[:75], end] for key in ("negative_prompt", "prompt")]
    return numpy.array([row + [vocabulary[padding]] * (77 - len(row)) for row in rows])


def timed(work):
    """What it gives, and the seconds that it took."""
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def scaling(folder, network):
    """What latents are divided by before the VAE decodes them."""
    config = json.loads((pathlib.Path(folder) / network / "config.json").read_text())
    return config.get("scaling_factor", 0.18215)


def save(colors, path):
    """Write [1, 3, h, w] in -1..1 as PNG."""
    import numpy
    from PIL import Image

    pixels = numpy.clip(numpy.asarray(colors, numpy.float32)[0].transpose(1, 2, 0) / 2 + 0.5, 0, 1)
    Image.fromarray((pixels * 255).round().astype(numpy.uint8)).save(path)


def versions(*names):
    """Of installed distributions, and of Python."""
    from importlib import metadata

    return {"python": sys.version.split()[0], **{name: metadata.version(name) for name in names}}
