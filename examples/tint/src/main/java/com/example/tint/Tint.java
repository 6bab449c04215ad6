package com.example.tint;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;
import dev.kiln.spi.tensor.Tensor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.pf4j.Extension;

/** Shifts every prediction along one channel of the latents. */
@Extension
@ApplicationScoped
public class Tint implements DenoiseHook {
  /** What a request may say: {@code "plugins": {"tint": {"amount": 0.5}}}. */
  @PluginOptions
  public record Options(
      @Option(label = "Channel", defaultValue = "0", min = 0, max = 3) int channel,
      @Option(label = "Amount", defaultValue = "0.3", min = -2, max = 2) double amount) {}

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return pass.options(Options.class).map(options -> call -> shift(call, options));
  }

  private static void shift(DenoiseCall call, Options options) {
    call.proceed();
    Tensor denoised = call.denoised();
    int plane = denoised.dim(2) * denoised.dim(3);
    for (int row = 0; row < call.rows(); row++) {
      int start = row * denoised.rowSize() + options.channel() * plane;
      for (int i = start; i < start + plane; i++) {
        denoised.data()[i] += (float) options.amount();
      }
    }
  }
}
