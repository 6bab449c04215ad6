"""All calls of sd-backend-client to a webUI: python sd_backend_client_calls.py http://127.0.0.1:7860"""
import sys

from PIL import Image
from sd_backend_client import A1111Webservice, DiffusionParams, connect_to_backend


def small(**more):
    return DiffusionParams(prompt="a house", width=64, height=64, steps=1, seed=7, **more)


def main(address):
    api = connect_to_backend(address)
    assert isinstance(api, A1111Webservice), api
    assert api.login_check().ok

    picture = api.txt2img(small())["images"][0]
    assert picture.size == (64, 64)
    assert len(api.submit_txt2img(small(batch_size=2)).wait().images) == 2
    api.img2img(picture, request_body=small(denoising_strength=0.5))
    mask = Image.new("L", (64, 64), 0)
    mask.paste(255, (16, 16, 48, 48))
    api.img2img(picture, mask, small(denoising_strength=0.5))
    assert api.upscale(picture, 128, 128)["images"][0].size == (128, 128)

    api.set_config({"CLIP_stop_at_last_layers": 1})
    assert api.get_config()
    api.refresh_checkpoints()
    api.refresh_vae()
    api.refresh_loras()
    api.progress_check()
    api.interrupt()
    for listed in (api.get_styles, api.get_scripts, api.get_script_info, api.get_samplers, api.get_upscalers,
                   api.get_latent_upscale_modes, api.get_hypernetworks, api.get_models, api.get_vae,
                   api.get_controlnet_version, api.get_controlnet_models, api.get_controlnet_modules,
                   api.get_controlnet_control_types, api.get_controlnet_settings, api.get_controlnet_preprocessors,
                   api.get_controlnet_type_categories, api.get_loras, api.list_checkpoints, api.list_vaes,
                   api.list_loras, api.list_hypernetworks, api.list_samplers, api.list_schedulers,
                   api.list_upscalers, api.list_controlnet_models, api.get_capabilities):
        listed()
    assert api.get_latent_upscale_modes() and api.list_samplers() and api.list_checkpoints()
    assert api.get_thumbnail("nowhere.png") is None
    api.disconnect()


main(sys.argv[1])
