package dev.kiln.host.pipeline;

import dev.kiln.host.image.Infotext;
import dev.kiln.host.prompt.EmphasisMode;
import dev.kiln.spi.graph.NetworkKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** webUI's {@code parameters} text of one picture: its keys, in its order, under its conditions. */
final class ParametersText {
  private static final String VERSION = "Kiln 0.1.0";

  private final Settled settled;
  private final Report report;

  ParametersText(Settled settled, Report report) {
    this.settled = settled;
    this.report = report;
  }

  String of(int index) {
    GenerationRequest request = settled.request();
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("Steps", String.valueOf(request.steps()));
    keys.put("Sampler", settled.choice().sampler().info().name());
    if (!settled.ownSteps()) {
      keys.put("Schedule type", settled.choice().schedule().info().label());
    }
    keys.put("CFG scale", number(request.cfgScale()));
    keys.put("Seed", String.valueOf(settled.seed(index)));
    keys.put("Size", settled.width() + "x" + settled.height());
    keys.put("Model hash", settled.model().hash().substring(0, 10));
    keys.put("Model", settled.model().source().name());
    settled
        .model()
        .source()
        .otherVae()
        .ifPresent(
            vae -> {
              keys.put("VAE hash", settled.model().hash(NetworkKind.VAE_DECODER).substring(0, 10));
              keys.put("VAE", vae);
            });
    if (request.subseedStrength() != 0) {
      keys.put("Variation seed", String.valueOf(settled.subseed(index)));
      keys.put("Variation seed strength", number(request.subseedStrength()));
    }
    if (request.clipSkip() > 1) {
      keys.put("Clip skip", String.valueOf(request.clipSkip()));
    }
    sampling(request, keys);
    keys.put("RNG", "NV");
    keys.putAll(report.infotext());
    keys.put("Version", VERSION);
    return new Infotext(request.prompt(), request.negativePrompt(), keys).text();
  }

  private void sampling(GenerationRequest request, Map<String, String> keys) {
    SamplingOptions options = request.sampling();
    if (options.seedDelta() != 0) {
      keys.put("ENSD", String.valueOf(options.seedDelta()));
    }
    if (options.eta() != null && options.eta() != settled.defaultEta()) {
      keys.put(settled.defaultEta() == 0 ? "Eta DDIM" : "Eta", number(options.eta()));
    }
    put(keys, "Sigma churn", options.churn(), 0);
    put(keys, "Sigma tmin", options.tMin(), 0);
    put(keys, "Sigma tmax", options.tMax(), 0);
    put(keys, "Sigma noise", options.noise(), 1);
    put(keys, "Schedule min sigma", options.sigmaMin(), 0);
    put(keys, "Schedule max sigma", options.sigmaMax(), 0);
    put(keys, "Schedule rho", options.rho(), 0);
    if (options.discardPenultimate()) {
      keys.put("Discard penultimate sigma", "True");
    }
    if (options.sgmNoise()) {
      keys.put("SGM noise multiplier", "True");
    }
    if (request.padConditions()) {
      keys.put("Pad conds", "True");
    }
    if (request.emphasis() != EmphasisMode.ORIGINAL) {
      keys.put("Emphasis", request.emphasis().label());
    }
  }

  private static void put(Map<String, String> keys, String key, double value, double defaultValue) {
    if (value != defaultValue) {
      keys.put(key, number(value));
    }
  }

  /** 7 rather than 7.0, as webUI writes whole numbers given as such. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
