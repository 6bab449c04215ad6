package dev.kiln.host.tuning;

import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.ConvolutionWish;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Operators;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * "Automatic": what the request names, else what a flag of the command line prefers, else what was
 * measured to be fastest on this machine for this model and size, else the highest rank. No plugin
 * is woken to choose. Safe from any thread.
 */
public final class MeasuredAttention implements AttentionChooser {
  private final Optimizers optimizers;
  private final List<String> preferred;
  private final Measurements<Measured> known;
  private final MeasuredConvolutions convolutions;
  private final QuietTime quiet;
  private final long memory;
  private final Optional<BackgroundTrials> background;

  /**
   * @param optimizers those there are
   * @param preferred names by the flags that were typed and the settings file, first ones first
   * @param memory bytes that the scores of one attention may take
   * @param background measures what was not measured yet; empty where the process ends soon
   */
  public MeasuredAttention(
      Optimizers optimizers,
      List<String> preferred,
      TuningMemory known,
      QuietTime quiet,
      long memory,
      Optional<BackgroundTrials> background) {
    this.optimizers = optimizers;
    this.preferred = List.copyOf(preferred);
    this.known = known.attention();
    this.convolutions = new MeasuredConvolutions(known.convolutions());
    this.quiet = quiet;
    this.memory = memory;
    this.background = background;
  }

  @Override
  public Choice choose(GenerationRequest request, Model model, Cancellation cancellation) {
    AttentionWish wish = wish(request, model);
    Trialled what = trialled(request, model);
    ConvolutionWish convolved = convolutions.wish(request, what);
    if (convolutions.open(what)) {
      background.ifPresent(trials -> trials.begin(what));
    }
    QuietTime.Span span = quiet.generating(cancellation);
    return new Choice(wish, convolved, span::close);
  }

  @Override
  public void check(GenerationRequest request) {
    if (AttentionChooser.asked(request.attention())) {
      named(AttentionChooser.lower(request.attention()), optimizers.attention().get());
    }
  }

  /** The choice alone, for who only wants to show it. */
  public AttentionWish wish(GenerationRequest request, Model model) {
    List<OptimizerLine> lines = optimizers.attention().get();
    if (AttentionChooser.asked(request.attention())) {
      return named(AttentionChooser.lower(request.attention()), lines);
    }
    String before = Operators.of(request.get(RequestFields.OPERATORS)).attention();
    if (before.equals(GraphRecipe.UNTOUCHED) || has(lines, before)) {
      return new AttentionWish(before, false, memory, "as the picture that is drawn again");
    }
    for (String name : preferred) {
      if (name.equals(GraphRecipe.UNTOUCHED) || has(lines, name)) {
        return new AttentionWish(name, false, memory, "preferred by a flag or the settings");
      }
    }
    List<OptimizerLine> exact = exact();
    if (exact.isEmpty()) {
      return new AttentionWish(GraphRecipe.UNTOUCHED, false, memory, "no optimizer is installed");
    }
    Trialled what = trialled(request, model);
    Optional<Measured> measured = known.of(what.key());
    if (measured.isPresent()
        && (untouched(measured.get()) || has(exact, measured.get().winner()))) {
      return new AttentionWish(measured.get().winner(), false, memory, measured.get().reason());
    }
    background.ifPresent(trials -> trials.begin(what));
    OptimizerLine first = exact.get(0);
    String why =
        measured
            .map(Measured::reason)
            .orElse("not measured at %dx%d yet".formatted(what.width(), what.height()));
    return new AttentionWish(
        first.name(), false, memory, "highest rank (%d); %s".formatted(first.rank(), why));
  }

  /** What is known of convolutions where a request runs. */
  public ConvolutionWish convolutions(GenerationRequest request, Model model) {
    return convolutions.wish(request, trialled(request, model));
  }

  /** Measure on this thread what a request would choose between. */
  public void tune(Tuner tuner, GenerationRequest request, Model model) {
    Trialled what = trialled(request, model);
    if (what.optimizers().size() < 2 && what.convolutions().isEmpty()) {
      throw new BadRequest(
          "there is nothing to choose between: no plugin computes convolutions, and fewer than two"
              + " compute attention");
    }
    if (!tuner.refuses(what)) {
      tuner.measure(what);
    }
  }

  /** What a request is measured as: its model at its size. */
  Trialled trialled(GenerationRequest request, Model model) {
    return trialled(request, model.source(), model.nativeSize());
  }

  private Trialled trialled(GenerationRequest request, ModelSource model, int side) {
    int width = request.width() == 0 ? side : request.width();
    int height = request.height() == 0 ? side : request.height();
    return new Trialled(model, width, height, exact(), optimizers.convolutions().get());
  }

  /** Whether there is something to choose between for a request that nobody has measured. */
  public boolean unmeasured(GenerationRequest request, ModelSource model) {
    Trialled what = trialled(request, model, model.nativeSize());
    return convolutions.open(what)
        || what.optimizers().size() > 1 && known.of(what.key()).isEmpty();
  }

  /** What is known of models at sizes, with the optimizers that there are; by model and size. */
  public Map<String, Measured> measured() {
    String end = " " + Trialled.candidates(exact());
    Map<String, Measured> measured = new TreeMap<>();
    known
        .all()
        .forEach(
            (key, value) -> {
              if (key.endsWith(end)) {
                measured.put(Trialled.label(key.substring(0, key.length() - end.length())), value);
              }
            });
    return measured;
  }

  /** Those that may be chosen where nobody names one. */
  private List<OptimizerLine> exact() {
    return optimizers.attention().get().stream().filter(OptimizerLine::exact).toList();
  }

  private AttentionWish named(String name, List<OptimizerLine> lines) {
    if (!name.equals(GraphRecipe.UNTOUCHED) && !has(lines, name)) {
      throw AttentionChooser.unknown(name, lines.stream().map(OptimizerLine::name).toList());
    }
    return new AttentionWish(name, true, memory, "asked for");
  }

  private static boolean untouched(Measured measured) {
    return measured.winner().equals(GraphRecipe.UNTOUCHED);
  }

  private static boolean has(List<OptimizerLine> lines, String name) {
    return lines.stream().anyMatch(line -> line.name().equalsIgnoreCase(name));
  }
}
