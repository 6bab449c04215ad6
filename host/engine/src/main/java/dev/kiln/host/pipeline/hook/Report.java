package dev.kiln.host.pipeline.hook;

import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.graph.recipe.AttentionReport.Choice;
import dev.kiln.host.graph.recipe.ConvolutionReport;
import dev.kiln.host.graph.recipe.GraphFingerprint;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.request.Operators;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What hooks report about one request: infotext pairs in order, and warnings. */
public final class Report implements SessionPlan.Use {
  private final Map<String, String> infotext = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Picture> pictures = new LinkedHashMap<>();
  private List<Written> written = List.of();
  private final Map<NetworkKind, Set<String>> operators = new TreeMap<>();
  private String attention = "";
  private String convolutions = "";
  private String optimizers = "";

  /** What is written in the prompts of all pictures. */
  public void written(List<Written> prompts) {
    written = prompts;
  }

  public Written written(int picture) {
    return written.get(picture);
  }

  public void infotext(String key, String value) {
    infotext.put(key, value);
  }

  @Override
  public void warn(String message) {
    if (!warnings.contains(message)) {
      warnings.add(message);
    }
  }

  void absorb(Report later) {
    later.warnings.forEach(this::warn);
    later.infotext.forEach(infotext::putIfAbsent);
    later.operators.forEach((network, how) -> how.forEach(one -> operators(network, one)));
  }

  public void picture(String name, Picture picture) {
    pictures.put(name, picture);
  }

  public Map<String, Picture> pictures() {
    return pictures;
  }

  /** Who computes the attentions of the UNet, how many of how many, and why. */
  public void attention(AttentionReport now, AttentionWish wish) {
    if (wish.untouched()) {
      // Nobody looked for sites: a count of them would say that there are none.
      attention = "none: " + wish.reason();
      optimizers = "none";
      return;
    }
    Map<String, Long> winners =
        now.choices().stream()
            .filter(Choice::isTaken)
            .collect(Collectors.groupingBy(Choice::winner, TreeMap::new, Collectors.counting()));
    // A measured one that took no site has failed or does not fit.
    String wished = wish.named() ? wish.name() : "none";
    optimizers = winners.isEmpty() ? wished : String.join("+", winners.keySet());
    attention = String.join(", ", winners.keySet()) + (winners.isEmpty() ? "none" : "");
    attention += ", " + now.summary() + ": " + wish.reason();
  }

  /** Who computes the convolutions of the UNet, how many of how many, and what memory it takes. */
  public void convolutions(ConvolutionReport now) {
    String winners =
        now.choices().stream()
            .filter(ConvolutionReport.Choice::isTaken)
            .map(ConvolutionReport.Choice::winner)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    convolutions =
        winners.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT, "; %s, %s: %.1f MB more", winners, now.summary(), now.bytes() / 1e6);
  }

  @Override
  public void operators(NetworkKind network, String how) {
    // Whether a prompt is encoded depends on what is kept of former requests.
    if (network != NetworkKind.TEXT_ENCODER) {
      operators.computeIfAbsent(network, kind -> new TreeSet<>()).add(how);
    }
  }

  /**
   * How all networks computed.
   *
   * @param options of plugins that chose it
   */
  public Operators operators(Map<String, Map<String, Object>> options) {
    GraphFingerprint all = new GraphFingerprint();
    operators.forEach((network, how) -> all.add(network.name(), String.join(" ", how)));
    return new Operators(optimizers, options, all.hash().substring(0, 8));
  }

  /** Who computes attention and convolutions, and why. */
  public String attention() {
    return attention + convolutions;
  }

  public Map<String, String> infotext() {
    return infotext;
  }

  public List<String> warnings() {
    return warnings;
  }
}
