package dev.kiln.host.pipeline.pass;

import dev.kiln.host.model.ResidentNetworks;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;

/**
 * The networks of one pass: its UNet, the image codec, and those beside them, patched and with
 * their attention as the UNet is. For the generation's own thread.
 */
final class PassNetworks {
  private final PassUnet unet;
  private final PassCodec codec;
  private final ResidentNetworks beside;
  private final SessionPlans plans;
  private final RunControl control;

  PassNetworks(
      PassUnet unet,
      PassCodec codec,
      ResidentNetworks beside,
      SessionPlans plans,
      RunControl control) {
    this.unet = unet;
    this.codec = codec;
    this.beside = beside;
    this.plans = plans;
    this.control = control;
  }

  /** Whoever runs the steps closes it. */
  PassUnet unet() {
    return unet;
  }

  Vae vae() {
    return codec;
  }

  /** See {@link dev.kiln.spi.generate.PassContext#open}. */
  NetworkRun open(NetworkKind kind, Path path) {
    if (kind != NetworkKind.CONTROLNET) {
      throw new IllegalArgumentException("a pass opens CONTROLNET beside its UNet, not " + kind);
    }
    return new PlannedControlNet(plans, plan -> beside.controlNet(path, plan, control));
  }

  /**
   * Decode one image.
   *
   * @param latents [images, channels, height/8, width/8]
   * @param index which of the images
   */
  Picture decode(Tensor latents, int index) {
    return Picture.of(codec.decode(latents, index));
  }
}
