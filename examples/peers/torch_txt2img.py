"""diffusers' networks on PyTorch. Variants: f32, bf16, channels-last, compiled (both f32). See peer.py."""

import time

import peer


def make(job):
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextModel

    began = time.perf_counter()
    torch.set_num_threads(job["threads"])
    variant = job["variant"]
    dtype = torch.bfloat16 if variant == "bf16" else torch.float32
    folder = job["diffusers"]

    def load(kind, network):
        return kind.from_pretrained(f"{folder}/{network}", torch_dtype=dtype, local_files_only=True).eval()

    texts, unet, vae = load(CLIPTextModel, "text_encoder"), load(UNet2DConditionModel, "unet"), load(AutoencoderKL, "vae")
    if variant == "channels-last":
        unet, vae = unet.to(memory_format=torch.channels_last), vae.to(memory_format=torch.channels_last)
    if variant == "compiled":
        unet = torch.compile(unet)
    loaded = time.perf_counter() - began
    with torch.inference_mode():
        embeddings = texts(torch.from_numpy(peer.tokens(job, folder)))[0]

        def predict(latents, timestep):
            rows = torch.from_numpy(latents).to(dtype)
            if variant == "channels-last":
                rows = rows.contiguous(memory_format=torch.channels_last)
            return unet(rows, torch.tensor(float(timestep)), embeddings, return_dict=False)[0].float().numpy()

        latents, seconds = peer.euler(job, folder, predict)
        latents = torch.from_numpy(latents / peer.scaling(folder, "vae")).to(dtype)
        colors, decode = peer.timed(lambda: vae.decode(latents, return_dict=False)[0])
    peer.save(colors.float().numpy(), job["picture"])
    return {
        "step_seconds": seconds,
        "load_seconds": loaded,
        "decode_seconds": decode,
        "versions": peer.versions("torch", "diffusers", "transformers"),
        "note": "the first step compiles" if variant == "compiled" else "",
    }


if __name__ == "__main__":
    peer.main(make)
