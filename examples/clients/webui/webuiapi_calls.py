"""All calls of webuiapi that need no extension of webUI's: python webuiapi_calls.py http://127.0.0.1:7860"""
import sys

import webuiapi
from PIL import Image

SMALL = {"width": 64, "height": 64, "steps": 1, "seed": 7}


def main(address):
    api = webuiapi.WebUIApi(baseurl=address + "/sdapi/v1")
    assert api.has_controlnet and api.has_adetailer

    drawn = api.txt2img(prompt="a house", negative_prompt="night", cfg_scale=5, **SMALL)
    assert drawn.image.size == (64, 64) and drawn.info["seed"] == 7
    picture = drawn.image
    assert len(api.txt2img(prompt="two houses", batch_size=2, **SMALL).images) == 2
    large = api.txt2img(
        prompt="a house", enable_hr=True, hr_upscaler=webuiapi.HiResUpscaler.Latent, hr_scale=2,
        hr_second_pass_steps=1, denoising_strength=0.6, **SMALL)
    assert large.image.size == (128, 128)
    unit = webuiapi.ControlNetUnit(image=picture, module="none", model="None", enabled=False)
    api.txt2img(prompt="a house", controlnet_units=[unit], **SMALL)

    again = api.img2img(images=[picture], prompt="a house, snow", denoising_strength=0.5, **SMALL)
    assert again.image.size == (64, 64)
    mask = Image.new("L", (64, 64), 0)
    mask.paste(255, (16, 16, 48, 48))
    api.img2img(images=[picture], mask_image=mask, inpainting_fill=1, prompt="a door", **SMALL)

    larger = api.extra_single_image(picture, upscaler_1=webuiapi.Upscaler.Lanczos, upscaling_resize=2)
    assert larger.image.size == (128, 128)
    both = api.extra_batch_images([picture, picture], upscaler_1=webuiapi.Upscaler.Nearest, upscaling_resize=2)
    assert len(both.images) == 2
    assert "a house" in api.png_info(picture).info
    try:
        api.interrogate(picture)
    except RuntimeError as refused:
        assert "422" in str(refused), refused

    api.interrupt()
    api.skip()
    options = api.get_options()
    assert options["sd_model_checkpoint"]
    api.set_options({"CLIP_stop_at_last_layers": 1})
    assert api.get_cmd_flags()["api"]
    assert api.get_progress()["state"]["job_count"] == 0
    assert "Euler a" in api.util_get_sampler_names()
    assert "karras" in api.util_get_scheduler_names()
    api.get_sd_vae()
    assert any(one["name"] == "Lanczos" for one in api.get_upscalers())
    assert any(one["name"] == "Latent" for one in api.get_latent_upscale_modes())
    api.get_loras()
    api.get_hypernetworks()
    api.get_face_restorers()
    api.get_realesrgan_models()
    api.get_prompt_styles()
    assert "loaded" in api.get_embeddings()
    assert "ram" in api.get_memory()
    api.get_scripts()
    api.refresh_checkpoints()
    api.util_set_model("default")
    assert api.util_get_current_model().startswith("default")
    api.util_wait_for_ready()
    assert api.controlnet_version() >= 3
    api.controlnet_model_list()
    assert "none" in api.controlnet_module_list()
    api.controlnet_detect([picture], module="invert")


main(sys.argv[1])
