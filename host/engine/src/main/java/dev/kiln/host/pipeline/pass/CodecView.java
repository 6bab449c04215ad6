package dev.kiln.host.pipeline.pass;

import dev.kiln.host.model.Model;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;

/** The model's image codec as plugins see it. */
record CodecView(Model model, RunControl control) implements Vae {
  @Override
  public String hash() {
    return model.hash(NetworkKind.VAE_DECODER);
  }

  @Override
  public int latentChannels() {
    return model.codec().channels();
  }

  @Override
  public Tensor encode(Tensor pictures) {
    Tensor scaled = pictures.copy();
    float[] data = scaled.data();
    for (int i = 0; i < data.length; i++) {
      data[i] = 2 * data[i] - 1;
    }
    return model.codec().encode(scaled, SessionPlan.plain(NetworkKind.VAE_ENCODER), control);
  }
}
