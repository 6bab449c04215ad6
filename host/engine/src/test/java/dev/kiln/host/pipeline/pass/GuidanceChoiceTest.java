package dev.kiln.host.pipeline.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.Support;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.Guidance;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.hook.HookPoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Named in the request, else in the settings, else by rank; a tie is an error. */
class GuidanceChoiceTest {
  private final List<String> decisions = new ArrayList<>();

  private record Ranked(String name, int rank, Support support) implements GuidanceProvider {
    @Override
    public Support supports(PassContext pass) {
      return support;
    }

    @Override
    public Guidance open(PassContext pass) {
      return call -> {};
    }
  }

  private final class Plugins implements Hooks {
    private final String configured;
    private final List<Ranked> ranked;

    Plugins(String configured, Ranked... ranked) {
      this.configured = configured;
      this.ranked = List.of(ranked);
    }

    @Override
    public <H extends HookPoint> List<Hook<H>> of(Class<H> type) {
      return ranked.stream()
          .map(it -> new Hook<>("the-" + it.name(), it.name(), it.rank(), type.cast(it)))
          .toList();
    }

    @Override
    public String guidance() {
      return configured;
    }

    @Override
    public void decided(String point, List<String> claimants, String winner, String why) {
      decisions.add(point + " " + claimants + " " + winner + ": " + why);
    }
  }

  private final Ranked low = new Ranked("low", 5, Support.yes("it has regions"));
  private final Ranked high = new Ranked("high", 9, Support.yes("it has more regions"));
  private final Ranked other = new Ranked("other", 9, Support.yes("so has this"));
  private final Ranked unable = new Ranked("unable", 0, Support.no("it needs two regions"));

  @Test
  void requestsNameCountsFirst() {
    assertThat(winner("low", new Plugins("high", low, high))).isEqualTo("the-low");
    assertThat(winner("Classifier-Free", new Plugins("high", low, high))).isEqualTo("host");
    assertThat(decisions.get(0))
        .isEqualTo("GuidanceProvider [the-low, the-high, host] the-low: the request names it");
  }

  @Test
  void settingsNameCountsBeforeRank() {
    assertThat(winner("", new Plugins("low", low, high))).isEqualTo("the-low");
    assertThat(decisions)
        .containsExactly(
            "GuidanceProvider [the-low, the-high, host] the-low: settings.json names it");
  }

  @Test
  void highestRankWinsWithItsReason() {
    assertThat(winner("", new Plugins("", low, high, unable))).isEqualTo("the-high");
    assertThat(decisions)
        .containsExactly(
            "GuidanceProvider [the-low, the-high, the-unable, host] the-high: rank 9: it has more"
                + " regions");
  }

  @Test
  void hostAloneIsNoDecision() {
    assertThat(winner("", new Plugins(""))).isEqualTo("host");
    assertThat(decisions).isEmpty();
  }

  @Test
  void tieIsAnErrorThatSaysHowToSettleIt() {
    refused(
        "",
        new Plugins("", high, other),
        "several guidances ask for this picture with rank 9; set \"guidance\" to one of: high,"
            + " other");
    assertThat(decisions)
        .containsExactly("GuidanceProvider [the-high, the-other] : equal rank 9; name one");
    assertThat(winner("other", new Plugins("", high, other))).isEqualTo("the-other");
    assertThat(winner("", new Plugins("other", high, other))).isEqualTo("the-other");
  }

  @Test
  void nameThatCannotServeIsRefusedWhereverItStands() {
    refused(
        "absent",
        new Plugins("", low),
        "unknown guidance \"absent\"; there are: low, classifier-free");
    refused(
        "",
        new Plugins("absent", low),
        "unknown guidance \"absent\" in settings.json; there are: low, classifier-free");
    refused(
        "unable", new Plugins("", unable), "guidance 'unable' cannot serve: it needs two regions");
  }

  /** No candidate here looks at its pass. */
  private static GuidanceChoice choice(Hooks hooks) {
    return new GuidanceChoice(hooks, plugin -> null);
  }

  private static String winner(String wanted, Hooks hooks) {
    return choice(hooks).choose(wanted).plugin();
  }

  private static void refused(String wanted, Hooks hooks, String message) {
    assertThatThrownBy(() -> choice(hooks).choose(wanted))
        .isInstanceOf(BadRequest.class)
        .hasMessage(message);
  }
}
