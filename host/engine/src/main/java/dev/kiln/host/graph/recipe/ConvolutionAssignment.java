package dev.kiln.host.graph.recipe;

import dev.kiln.host.graph.recipe.ConvolutionReport.Choice;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Assigns each convolution to the candidate that saves the most time there. Where memory is short,
 * those come first that save the most for a byte; one that does not fit may go to a candidate that
 * takes less. For one thread, once.
 */
final class ConvolutionAssignment {
  /** Of the untouched time that has to be saved: less is noise. */
  private static final double WORTHWHILE = 0.02;

  /** By which times are guessed that nobody measured, multiplications a second. */
  private static final double GUESSED = 5e10;

  private final ConvolutionPlan plan;
  private final Optional<NetworkShape> shape;

  /** Bytes that each plugin may take yet. */
  private final Map<String, Long> left = new HashMap<>();

  /** Weights that were transformed for another site already. */
  private final Set<String> there = new HashSet<>();

  /**
   * @param shape that the graph is made for
   */
  ConvolutionAssignment(ConvolutionPlan plan, Optional<NetworkShape> shape) {
    this.plan = plan;
    this.shape = shape;
    for (ConvolutionCandidate candidate : plan.candidates()) {
      left.computeIfAbsent(
          candidate.part().plugin(),
          plugin ->
              RecipeRun.attributed(
                  candidate.part(),
                  "its memory for convolutions",
                  () -> candidate.hook().memory(context(candidate))));
    }
  }

  /**
   * What a candidate would save at a site.
   *
   * @param reason in words
   */
  private record Offer(ConvolutionCandidate candidate, double saved, long bytes, String reason) {
    double savedPerByte() {
      return saved / Math.max(1, bytes);
    }
  }

  /**
   * Assign all sites of a graph.
   *
   * @return a choice for each, in order
   */
  List<Choice> assign(List<ConvolutionSite> sites) {
    List<Choice> choices = new ArrayList<>();
    List<List<Offer>> offers = new ArrayList<>();
    for (ConvolutionSite site : sites) {
      List<Offer> ofSite = new ArrayList<>();
      List<String> refusals = new ArrayList<>();
      plan.candidates().forEach(candidate -> ask(site, candidate, ofSite, refusals));
      ofSite.sort(Comparator.comparingDouble((Offer offer) -> -offer.saved));
      offers.add(ofSite);
      choices.add(untouched(site, String.join("; ", refusals)));
    }
    IntStream.range(0, sites.size())
        .filter(site -> !offers.get(site).isEmpty())
        .boxed()
        .sorted(Comparator.comparingDouble(site -> -offers.get(site).get(0).savedPerByte()))
        .forEach(site -> choices.set(site, choose(sites.get(site), offers.get(site))));
    return choices;
  }

  private static Choice untouched(ConvolutionSite site, String reason) {
    return new Choice(site.path(), site.shape(), "", "", reason, 0);
  }

  private void ask(
      ConvolutionSite site,
      ConvolutionCandidate candidate,
      List<Offer> offers,
      List<String> refusals) {
    Answer answer =
        RecipeRun.attributed(
            candidate.part(), "convolution " + site.path(), () -> answer(site, candidate));
    if (answer.gain * (1 - WORTHWHILE) > 1) {
      double saved = answer.direct * (1 - 1 / answer.gain);
      offers.add(new Offer(candidate, saved, answer.bytes, answer.reason));
    } else {
      refusals.add(candidate.name() + ": " + answer.reason);
    }
  }

  /**
   * What a candidate comes to at a site.
   *
   * @param direct seconds of the runtime's own
   * @param gain how many times as fast it is; 0 where it cannot compute it
   */
  private record Answer(double direct, double gain, long bytes, String reason) {}

  private Answer answer(ConvolutionSite site, ConvolutionCandidate candidate) {
    NetworkContext context = context(candidate);
    Support support = candidate.hook().supports(site, context);
    if (!support.supported()) {
      return new Answer(0, 0, 0, support.reason());
    }
    long bytes = candidate.hook().bytes(site, context);
    Map<String, Double> known = plan.of(site.shape());
    double before = known.getOrDefault(GraphRecipe.UNTOUCHED, Double.NaN);
    if (Double.isNaN(before)) {
      double gain = candidate.hook().gain(site, context);
      double direct = site.shape().multiplications() / GUESSED;
      return new Answer(direct, gain, bytes, faster("expected to be", gain));
    }
    double after = known.getOrDefault(candidate.name(), Double.NaN);
    return Double.isNaN(after)
        ? new Answer(before, 0, bytes, "measured here: it could not run")
        : new Answer(before, before / after, bytes, faster("measured here:", before / after));
  }

  private static String faster(String how, double gain) {
    return String.format(Locale.ROOT, "%s %.2f times as fast as the runtime's own", how, gain);
  }

  private Choice choose(ConvolutionSite site, List<Offer> offers) {
    List<String> refusals = new ArrayList<>();
    for (Offer offer : offers) {
      ConvolutionCandidate candidate = offer.candidate;
      String plugin = candidate.part().plugin();
      String form = candidate.name() + " " + site.weights().name();
      long bytes = there.contains(form) ? 0 : offer.bytes;
      if (bytes <= left.get(plugin)) {
        there.add(form);
        left.merge(plugin, -bytes, Long::sum);
        return new Choice(site.path(), site.shape(), candidate.name(), plugin, offer.reason, bytes);
      }
      refusals.add(
          String.format(
              Locale.ROOT,
              "%s: its weights take %.0f MB more, and %.0f are left of what it may take",
              candidate.name(),
              bytes / 1e6,
              left.get(plugin) / 1e6));
    }
    return untouched(site, String.join("; ", refusals));
  }

  private NetworkContext context(ConvolutionCandidate candidate) {
    return new ShapedContext(candidate.part().context(), shape);
  }
}
