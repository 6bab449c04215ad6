"""OpenVINO on the ONNX files. Variants: f32, bf16, int8 (weights and activations, by NNCF). See peer.py."""

import time

import peer

LAST = "last_hidden_state"

CALIBRATION = 4
"""Steps whose inputs choose the ranges of int8: the picture's own, so they are as good as they can be."""


def make(job):
    import numpy
    import openvino

    began = time.perf_counter()
    core = openvino.Core()
    settings = {
        "INFERENCE_NUM_THREADS": job["threads"],
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": "bf16" if job["variant"] == "bf16" else "f32",
    }

    def network(name, *shapes):
        read = core.read_model(f"{job['onnx']}/{name}/model.onnx")
        # What is known before is told before: OpenVINO plans its memory and kernels by it.
        read.reshape({port: list(shape) for port, shape in zip(read.inputs, shapes) if shape is not None})
        return read

    def run(compiled, *values):
        given = [
            numpy.asarray(value).astype(port.element_type.to_dtype()).reshape(tuple(port.shape))
            for port, value in zip(compiled.inputs, values)
        ]
        # A text encoder may give all its layers.
        return compiled(given)[LAST if any(LAST in port.names for port in compiled.outputs) else 0]

    height, width = job["height"] // 8, job["width"] // 8
    texts = core.compile_model(network("text_encoder", (peer.ROWS, 77)), "CPU", settings)
    vae = core.compile_model(network("vae_decoder", (1, 4, height, width)), "CPU", settings)
    embeddings = run(texts, peer.tokens(job, job["onnx"]))
    timestep_shape = core.read_model(f"{job['onnx']}/unet/model.onnx").inputs[1].partial_shape
    timestep_shape = () if len(timestep_shape) == 0 else (1,)
    read = network("unet", (peer.ROWS, 4, height, width), timestep_shape, embeddings.shape)
    names = ["openvino"]
    if job["variant"] == "int8":
        read = quantized(job, read, run, core.compile_model(read, "CPU", settings), embeddings)
        names.append("nncf")
    unet = core.compile_model(read, "CPU", settings)
    load = time.perf_counter() - began

    latents, seconds = peer.euler(job, job["onnx"], lambda rows, step: run(unet, rows, numpy.array([step]), embeddings))
    latents = latents / numpy.float32(peer.scaling(job["onnx"], "vae_decoder"))
    colors, decode = peer.timed(lambda: run(vae, latents))
    peer.save(colors, job["picture"])
    # A processor without bf16 computes in f32, and says so only here.
    used = unet.get_property("INFERENCE_PRECISION_HINT").get_type_name()
    asked = "bf16" if job["variant"] == "bf16" else "f32"
    return {
        "step_seconds": seconds,
        "load_seconds": load,
        "decode_seconds": decode,
        "versions": peer.versions(*names),
        "note": "" if used == asked else f"asked for {asked}, computed in {used}",
    }


def quantized(job, read, run, unet, embeddings):
    import nncf
    import numpy

    seen = []

    def watch(rows, step):
        seen.append((rows, numpy.array([step]), embeddings))
        return run(unet, *seen[-1])

    peer.euler({**job, "steps": CALIBRATION}, job["onnx"], watch)

    def inputs(values):
        return {
            port.any_name: numpy.asarray(value).astype(port.element_type.to_dtype()).reshape(tuple(port.shape))
            for port, value in zip(read.inputs, values)
        }

    return nncf.quantize(
        read, nncf.Dataset(seen, inputs), subset_size=len(seen), model_type=nncf.ModelType.TRANSFORMER
    )


if __name__ == "__main__":
    peer.main(make)
