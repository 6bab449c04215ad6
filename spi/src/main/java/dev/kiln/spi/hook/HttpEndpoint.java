package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;

/**
 * Answer HTTP requests. The routes are declared on the class with {@code @Route}: absolute paths,
 * known before the class is loaded. A route that the host or another plugin has is refused.
 *
 * <p><b>When:</b> when a request for one of its routes arrives; the first one wakes the plugin.
 * <br>
 * <b>How often:</b> once per request. <br>
 * <b>Thread:</b> a server thread; several at once. <br>
 * <b>May change:</b> nothing of the host. <br>
 * <b>May keep:</b> nothing of the call, but in an {@code EventSource} until it returns. <br>
 * <b>On failure:</b> 422 with the message of a {@code BadRequest}, else 500 with this plugin's id.
 * Bodies that are too large or of a type that the route does not take are answered with 413 and
 * 415.
 */
@ImplementedByPlugins
public interface HttpEndpoint extends HookPoint {
  ApiResponse handle(ApiCall call) throws Exception;
}
