package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleCall;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.util.List;

/**
 * Enlarge pictures. A class has names that are always there, which {@code @Offers} declares so that
 * a list does not wake the plugin, or has those of {@link #models}: files come and go. The service
 * {@code Upscalers} finds one by name and runs it.
 *
 * <p><b>When:</b> when a request, a route or another plugin names it. <br>
 * <b>How often:</b> {@code models} at each list, and when a name is asked for that nobody declares;
 * {@code upscale} once for each picture. <br>
 * <b>Thread:</b> the generation's own, a server thread or the main thread; several at once. <br>
 * <b>May change:</b> nothing; the picture is not its own. <br>
 * <b>May keep:</b> nothing of the call. <br>
 * <b>On failure:</b> the request fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface Upscaler extends HookPoint {
  /** The upscalers without a declared name, as their files lie now; only headers are read. */
  default List<UpscalerInfo> models() {
    return List.of();
  }

  /**
   * Make the picture of the size that the call says, whatever the upscaler's own scale. What is
   * transparent stays so. Beside pictures it needs no more memory for a larger one.
   *
   * @return of exactly that size
   * @throws dev.kiln.spi.BadRequest when a file is no upscaler, with its name and what was found
   * @throws java.util.concurrent.CancellationException when the watcher ended it
   */
  Picture upscale(UpscaleCall call);
}
