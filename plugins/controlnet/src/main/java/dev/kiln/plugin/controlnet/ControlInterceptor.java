package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/** Runs the units of a pass before its UNet and feeds the sum of what they say. */
final class ControlInterceptor implements DenoiseInterceptor {
  private final List<OpenUnit> units;
  private final Residuals residuals;

  ControlInterceptor(List<OpenUnit> units, Residuals residuals) {
    this.units = units;
    this.residuals = residuals;
  }

  @Override
  public void intercept(DenoiseCall call) {
    List<Tensor> sum = List.of();
    for (int i = 0; i < units.size(); i++) {
      if (units.get(i).active(call.step())) {
        List<Tensor> said = units.get(i).say(call);
        sum = sum.isEmpty() ? said : added(sum, said);
      }
    }
    if (sum.isEmpty()) {
      residuals.feedNothing(call);
    } else {
      residuals.feed(call, sum);
    }
    call.proceed();
  }

  private static List<Tensor> added(List<Tensor> sum, List<Tensor> more) {
    for (int layer = 0; layer < more.size(); layer++) {
      float[] to = sum.get(layer).data();
      float[] from = more.get(layer).data();
      for (int i = 0; i < from.length; i++) {
        to[i] += from[i];
      }
    }
    return sum;
  }

  @Override
  public void close() {
    units.forEach(OpenUnit::close);
  }
}
