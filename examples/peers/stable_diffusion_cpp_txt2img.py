"""stable-diffusion.cpp: its Python binding, or its command-line program. Variants: f32, f16, q8_0. See peer.py.

It reads a folder of diffusers too. It computes the two rows one after the other.
"""

import re
import subprocess
import time

import peer


def make(job):
    return by_program(job) if job["program"] else by_binding(job)


def by_binding(job):
    from stable_diffusion_cpp import StableDiffusion

    began = time.perf_counter()
    model = StableDiffusion(
        model_path=job["diffusers"],
        wtype=job["variant"],
        n_threads=job["threads"],
        # Kiln's noise.
        rng_type="cuda",
        vae_decode_only=True,
        verbose=False,
    )
    load = time.perf_counter() - began
    ends = []

    def watch(step, steps, seconds):
        if steps == job["steps"]:
            ends.append((step, seconds))

    images = model.generate_image(
        prompt=job["prompt"],
        negative_prompt=job["negative_prompt"],
        cfg_scale=job["cfg_scale"],
        width=job["width"],
        height=job["height"],
        sample_method="euler",
        scheduler="discrete",
        sample_steps=job["steps"],
        seed=job["seed"],
        progress_callback=watch,
    )
    images[0].save(job["picture"])
    return answer(ends, load, peer.versions("stable-diffusion-cpp-python"))


def by_program(job):
    words = [job["program"], "-m", job["diffusers"], "--type", job["variant"], "-t", job["threads"], "--rng", "cuda"]
    words += ["-p", job["prompt"], "-n", job["negative_prompt"], "--cfg-scale", job["cfg_scale"], "-s", job["seed"]]
    words += ["-W", job["width"], "-H", job["height"], "--sampling-method", "euler", "--scheduler", "discrete"]
    words += ["--steps", job["steps"], "-o", job["picture"]]
    ended = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if ended.returncode != 0:
        lines = [line for line in (ended.stdout + ended.stderr).splitlines() if line.strip()]
        raise SystemExit(lines[-1] if lines else f"{job['program']} ended with {ended.returncode}")
    ends = []
    for step, steps, number, unit in re.findall(r"(\d+)/(\d+) - ([\d.]+)\s*(s/it|it/s)", ended.stdout + ended.stderr):
        if int(steps) == job["steps"]:
            ends.append((int(step), float(number) if unit == "s/it" else 1 / float(number)))
    return answer(ends, None, {"stable-diffusion.cpp": job["program"]})


def answer(ends, load, versions):
    """ends: the number of each step and its seconds, some perhaps told twice."""
    seconds = dict((step, time) for step, time in ends if step > 0)
    return {
        "step_seconds": [seconds[step] for step in sorted(seconds)],
        "load_seconds": load,
        "versions": versions,
        "note": "",
    }


if __name__ == "__main__":
    peer.main(make)
