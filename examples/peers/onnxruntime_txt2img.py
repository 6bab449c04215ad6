"""ONNX Runtime from Python, as its documentation uses it: tokens, text encoder, steps, VAE, PNG. See peer.py."""

import time

import peer

LAST = "last_hidden_state"


def make(job):
    import numpy
    import onnxruntime

    began = time.perf_counter()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = job["threads"]

    def session(network):
        path = f"{job['onnx']}/{network}/model.onnx"
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    kinds = {"tensor(int32)": numpy.int32, "tensor(int64)": numpy.int64, "tensor(float)": numpy.float32}

    def run(network, *values):
        inputs = network.get_inputs()
        given = {
            port.name: numpy.asarray(value).astype(kinds[port.type]).reshape(value.shape if len(port.shape) else ())
            for port, value in zip(inputs, values)
        }
        names = [port.name for port in network.get_outputs()]
        # A text encoder may give all its layers.
        return network.run([names[names.index(LAST) if LAST in names else 0]], given)[0]

    texts, unet, vae = (session(name) for name in ("text_encoder", "unet", "vae_decoder"))
    load = time.perf_counter() - began
    embeddings = run(texts, peer.tokens(job, job["onnx"]))

    def predict(latents, timestep):
        return run(unet, latents, numpy.array([timestep]), embeddings)

    latents, seconds = peer.euler(job, job["onnx"], predict)
    latents = latents / numpy.float32(peer.scaling(job["onnx"], "vae_decoder"))
    colors, decode = peer.timed(lambda: run(vae, latents))
    peer.save(colors, job["picture"])
    return {
        "step_seconds": seconds,
        "load_seconds": load,
        "decode_seconds": decode,
        "versions": peer.versions("onnxruntime"),
        "note": "",
    }


if __name__ == "__main__":
    peer.main(make)
