package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.GuidanceCall;

/**
 * Wrap the combination of one evaluation's rows: webUI's {@code cfg_after_cfg}, in an order. One
 * object per pass: state lives here.
 *
 * <p><b>When:</b> after the network ran on all rows and every {@code DenoiseInterceptor} returned.
 * <br>
 * <b>How often:</b> once per evaluation; it calls {@code proceed()} or {@code proceedAt()} exactly
 * once. <br>
 * <b>Thread:</b> the generation's own; never two at once for one generation. <br>
 * <b>May change:</b> the scale, by {@code proceedAt()}; {@code call.combined()} after it, each
 * image without regard to the others. <br>
 * <b>May keep:</b> nothing of the call: it is reused. Allocate in {@code open}. <br>
 * <b>On failure:</b> the generation fails with this plugin's id, the step and your message.
 */
@ImplementedByPlugins
public interface GuidanceInterceptor extends AutoCloseable {
  void intercept(GuidanceCall call);

  /** The pass is over: the place to report what was done with {@code PassContext.infotext}. */
  @Override
  default void close() {}
}
