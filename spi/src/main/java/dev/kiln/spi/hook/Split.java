package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.Assembled;
import dev.kiln.spi.host.Generated;
import java.util.List;
import java.util.Map;

/**
 * A request in parts.
 *
 * <p><b>When:</b> before the request is drawn, and when its parts were drawn. <br>
 * <b>How often:</b> each method once. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing. <br>
 * <b>May keep:</b> nothing of what {@link #assemble} gets. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface Split {
  /**
   * What each part has otherwise than the request, in the order in which they are drawn: JSON
   * values by the names of {@code POST /kiln/v1/txt2img}. {@code "plugins"} holds options by plugin
   * id, which are laid over those of the request. All are checked before the first is drawn.
   */
  List<Map<String, Object>> parts();

  /**
   * What comes of them.
   *
   * @param parts as many as were drawn: fewer than asked for when the user stopped
   */
  Assembled assemble(List<Generated> parts);
}
