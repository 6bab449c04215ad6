package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the units of a pass before its UNet and feeds the sum of what they say. Several run at once:
 * each keeps a processor busier than one after the other can keep all of them. What they say is
 * added in their order, so that the sum is always the same bits.
 */
final class ControlInterceptor implements DenoiseInterceptor {
  private final List<OpenUnit> units;
  private final Residuals residuals;
  private final SideBySide threads;
  private final List<OpenUnit> active = new ArrayList<>();

  ControlInterceptor(List<OpenUnit> units, Residuals residuals) {
    this.units = units;
    this.residuals = residuals;
    this.threads = new SideBySide(units.size());
  }

  @Override
  public void intercept(DenoiseCall call) {
    active.clear();
    for (int i = 0; i < units.size(); i++) {
      if (units.get(i).active(call.step())) {
        active.add(units.get(i));
      }
    }
    List<Tensor> sum = List.of();
    for (List<Tensor> said : threads.run(active, unit -> unit.say(call))) {
      sum = sum.isEmpty() ? said : added(sum, said);
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
    threads.close();
    units.forEach(OpenUnit::close);
  }
}
