package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.util.List;

/** The upscalers of all plugins by name. Injected; safe from any thread. */
@ProvidedByHost
public interface Upscalers {
  /**
   * All that plugins offer: declared names first, then models, which wakes the plugins that have
   * some. Plugins that failed to start are left out.
   *
   * @throws dev.kiln.spi.BadRequest when a folder that the user named is not there
   */
  List<UpscalerInfo> infos();

  /**
   * The description of one. Wakes no plugin for a declared name.
   *
   * @param name its name or the name of its file, in any case
   * @throws dev.kiln.spi.BadRequest when there is none, with the nearest names
   */
  UpscalerInfo info(String name);

  /**
   * Make a picture of another size.
   *
   * @param name as for {@link #info}
   * @param picture not changed
   * @param width of the result, in pixels
   * @param height of the result, in pixels
   * @return of exactly that size; what is transparent stays so
   * @throws dev.kiln.spi.BadRequest when there is no such upscaler, its file is none, or the result
   *     would be larger than the host takes
   * @throws java.util.concurrent.CancellationException when the watcher ended it
   */
  Picture upscale(String name, Picture picture, int width, int height, UpscaleWatcher watcher);
}
