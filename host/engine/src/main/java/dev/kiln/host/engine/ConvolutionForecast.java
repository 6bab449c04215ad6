package dev.kiln.host.engine;

import dev.kiln.host.graph.recipe.ConvolutionReport;
import dev.kiln.host.graph.recipe.ConvolutionReport.Choice;
import dev.kiln.host.model.Model;
import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.pipeline.hook.ConvolutionWish;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.tuning.MeasuredAttention;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the convolutions of a model's UNet and image decoder would be computed now, and why.
 *
 * @param lines one for convolutions that are alike; none where no plugin that computes them would
 *     be awake
 */
public record ConvolutionForecast(String model, List<Line> lines) {
  /**
   * Convolutions of one shape that are computed in one way.
   *
   * @param count how many
   * @param optimizer empty where they stay as they are
   * @param bytes that their weights take beyond those in the file
   */
  public record Line(
      String network, int count, String shape, String optimizer, long bytes, String why) {}

  static ConvolutionForecast of(Model model, MeasuredAttention measured, HookSource plugins) {
    int side = model.nativeSize();
    GenerationRequest request = GenerationRequest.of("").size(side, side).build();
    ConvolutionWish wish = measured.convolutions(request, model);
    NetworkShape shape = SessionPlans.guided(side, side);
    AttentionChooser.Choice choice =
        new AttentionChooser.Choice(measured.wish(request, model), wish, () -> {});
    List<Line> lines = new ArrayList<>();
    try (Hooks hooks = plugins.open(choice.applied(request))) {
      SessionPlans plans = new SessionPlans(hooks, choice.wish(), wish, shape);
      for (NetworkKind kind : List.of(NetworkKind.UNET, NetworkKind.VAE_DECODER)) {
        ConvolutionReport report =
            plans
                .plan(kind)
                .recipe()
                .convolutions(() -> model.opener().graph(model.source(), kind));
        lines.addAll(lines(kind, report));
      }
    }
    return new ConvolutionForecast(model.source().name(), lines);
  }

  private static List<Line> lines(NetworkKind kind, ConvolutionReport report) {
    Map<String, Line> lines = new LinkedHashMap<>();
    for (Choice choice : report.choices()) {
      Line line =
          new Line(
              kind == NetworkKind.UNET ? "UNet" : "decoder",
              1,
              text(choice.shape()),
              choice.winner(),
              choice.bytes(),
              choice.reason());
      lines.merge(line.shape() + line.optimizer() + line.why(), line, ConvolutionForecast::both);
    }
    return List.copyOf(lines.values());
  }

  private static Line both(Line a, Line b) {
    return new Line(a.network, a.count + b.count, a.shape, a.optimizer, a.bytes + b.bytes, a.why);
  }

  private static String text(ConvolutionShape shape) {
    return "%d to %d at %dx%d"
        .formatted(shape.inputs(), shape.outputs(), shape.width(), shape.height());
  }
}
