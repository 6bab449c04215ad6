package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.NetworkRun;
import java.nio.file.Path;
import java.util.List;

/**
 * One sampling pass over a batch of latents. Valid until the pass ends, which is after its pictures
 * are decoded; safe to read from the generation's own thread only.
 */
@ProvidedByHost
public interface PassContext extends RequestContext {
  /** The id of the job that this pass belongs to. */
  String job();

  /** How many images this pass makes at once. */
  int images();

  int steps();

  double cfgScale();

  /** A copy of the noise levels of this pass, descending. */
  double[] sigmas();

  /** How many latent values one image has. */
  int latentSize();

  /** The model's image codec. */
  Vae vae();

  /** The inputs of the UNet of this pass, those that patches declared among them. */
  List<NetworkRun.Port> unetInputs();

  /**
   * The outputs of the UNet of this pass: its prediction, and those that patches declared, which
   * {@link DenoiseCall#output} reads.
   */
  List<NetworkRun.Port> unetOutputs();

  /**
   * Use a network beside the UNet, patched and with the attention of this pass. Its session stays
   * in memory after its last use, as those of {@link dev.kiln.spi.host.Networks} do.
   *
   * @param kind {@code CONTROLNET}
   * @param path an ONNX file, a safetensors file, or a folder that holds one with its {@code
   *     config.json}
   * @return to be closed when the pass ends, at the latest
   * @throws dev.kiln.spi.BadRequest when it is missing, broken or of another kind
   */
  NetworkRun open(NetworkKind kind, Path path);
}
