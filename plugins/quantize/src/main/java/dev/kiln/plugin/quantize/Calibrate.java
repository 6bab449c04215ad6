package dev.kiln.plugin.quantize;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.host.NetworkRun;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Measures what layers read where that is not known of a model. Late: within what leaves out runs.
 */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.LATE)
public final class Calibrate implements DenoiseHook {
  private final CalibratedModels models;

  @Inject
  Calibrate(CalibratedModels models) {
    this.models = models;
  }

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    List<String> outputs =
        pass.unetOutputs().stream()
            .map(NetworkRun.Port::name)
            .filter(name -> name.startsWith(Inputs.MEASURED))
            .toList();
    return pass.kept(Calibration.class)
        .filter(known -> !outputs.isEmpty())
        .map(known -> new MeasuringInterceptor(models, known.model(), pass, outputs));
  }
}
