package dev.kiln.spi.host;

import dev.kiln.spi.ImplementedByPlugins;

/**
 * Sends events to one listener.
 *
 * <p><b>When:</b> after {@code HttpEndpoint.handle} answered with it. <br>
 * <b>How often:</b> once; the stream ends when it returns. <br>
 * <b>Thread:</b> one of its own, which is interrupted when the listener has gone, the plugin is
 * removed or replaced, or the server stops. <br>
 * <b>May change:</b> nothing of the host. <br>
 * <b>May keep:</b> the call, the stream and what came with them until it returns; it returns soon
 * after the interrupt, as the plugin stays loaded until then. <br>
 * <b>On failure:</b> the listener gets a last event {@code error} with the sentence as {@code
 * detail}, or in the form that an {@code @ErrorForm} declares.
 */
@ImplementedByPlugins
@FunctionalInterface
public interface EventSource {
  void sendTo(EventStream listener) throws Exception;
}
