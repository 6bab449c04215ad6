package dev.kiln.host.pipeline;

import dev.kiln.host.Versions;
import dev.kiln.host.image.Infotext;
import dev.kiln.host.pipeline.hook.Report;
import dev.kiln.host.request.FieldType;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.graph.NetworkKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** webUI's {@code parameters} text of one picture: its keys under its conditions. */
public final class ParametersText {
  private final Settled settled;
  private final Report report;
  private final Map<String, String> keys = new LinkedHashMap<>();

  ParametersText(Settled settled, Report report) {
    this.settled = settled;
    this.report = report;
  }

  String of(int index) {
    GenerationRequest request = settled.request();
    RequestFields.ALL.forEach(field -> putIfAsked(field, request));
    keys.put("Size", settled.width() + "x" + settled.height());
    put(RequestFields.SEED, settled.seed(index));
    if (request.subseedStrength() != 0) {
      put(RequestFields.SUBSEED, settled.subseed(index));
    }
    int resizedWidth = request.get(RequestFields.SEED_RESIZE_WIDTH);
    if (resizedWidth > 0) {
      keys.put(
          "Seed resize from", resizedWidth + "x" + request.get(RequestFields.SEED_RESIZE_HEIGHT));
    }
    if (!settled.ownSteps()) {
      put(RequestFields.SCHEDULER, settled.choice().schedule().info().label());
    }
    putEta(request);
    settled.pictures().describe(index, keys);
    if (settled.model().unet().edits()) {
      put(ImageFields.IMAGE_CFG_SCALE, request.get(ImageFields.IMAGE_CFG_SCALE));
    }
    putModel();
    keys.put("RNG", "NV");
    put(RequestFields.OPERATORS, settled.operators(report).text());
    keys.putAll(report.infotext());
    keys.put("Version", "Kiln " + Versions.KILN);
    Written written = report.written(index);
    return new Infotext(written.prompt(), written.negative(), keys).text();
  }

  private void putIfAsked(RequestField<?> field, GenerationRequest request) {
    boolean asked =
        switch (field.infotext().written()) {
          case ALWAYS -> true;
          case WHEN_CHANGED -> request.values().containsKey(field);
          case AS_SETTLED, NEVER -> false;
        };
    Object value = field.write(request);
    if (asked && value != null) {
      put(field, value);
    }
  }

  private void put(RequestField<?> field, Object value) {
    keys.put(field.infotext().key(), FieldType.text(value));
  }

  /** webUI has two keys, one for samplers that have no noise of their own. */
  private void putEta(GenerationRequest request) {
    double own = settled.defaultEta();
    request
        .get(NoiseFields.ETA)
        .ifPresent(
            eta -> {
              if (eta != own) {
                keys.put(
                    own == 0 ? "Eta DDIM" : NoiseFields.ETA.infotext().key(), FieldType.text(eta));
              }
            });
  }

  private void putModel() {
    keys.put("Model hash", settled.model().hash().substring(0, 10));
    put(RequestFields.MODEL, settled.model().source().name());
    settled
        .model()
        .source()
        .otherVae()
        .ifPresent(
            vae -> {
              keys.put("VAE hash", settled.model().hash(NetworkKind.VAE_DECODER).substring(0, 10));
              put(RequestFields.VAE, vae);
            });
  }
}
