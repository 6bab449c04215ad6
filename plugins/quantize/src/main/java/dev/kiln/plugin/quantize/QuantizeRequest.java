package dev.kiln.plugin.quantize;

import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.PromptProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.pf4j.Extension;

/**
 * Says in the infotext what is done to the networks, and looks up what is known of the model: a
 * patch has no request that it could tell or ask.
 */
@Extension
@Singleton
public final class QuantizeRequest implements PromptProcessor {
  private final CalibratedModels models;

  @Inject
  QuantizeRequest(CalibratedModels models) {
    this.models = models;
  }

  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    request
        .options(QuantizeOptions.class)
        .filter(QuantizeOptions::acts)
        .ifPresent(options -> begin(options, request));
    return prompts;
  }

  private void begin(QuantizeOptions options, RequestContext request) {
    Arithmetic compute = options.compute();
    if (compute == Arithmetic.INT8_CALIBRATED) {
      Calibration known = models.of(request.modelHash());
      request.keep(known);
      known.ranges().ifPresent(ranges -> request.infotext("Quantized ranges", ranges.name()));
      // The picture that is measured finds its ranges at each run.
      compute = known.ranges().isPresent() ? compute : Arithmetic.INT8;
    }
    request.infotext("Quantized weights", lower(options.weights()));
    request.infotext("Quantized compute", lower(compute));
    request.infotext("Quantized error", Double.toString(options.error()));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
