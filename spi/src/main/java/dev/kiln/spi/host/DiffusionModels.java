package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.nio.file.Path;

/**
 * Models of Stable Diffusion for plugins that run them by themselves: upscalers, and others whose
 * UNet takes more than latents and text. Injected; safe from any thread.
 */
@ProvidedByHost
public interface DiffusionModels {
  /**
   * Look at a model: a folder of diffusers, a folder of ONNX files, or a single file. Small files
   * and headers are read, and no network is opened.
   *
   * @throws dev.kiln.spi.BadRequest when it is missing, no model, or lacks a file
   */
  DiffusionModel open(Path path);
}
