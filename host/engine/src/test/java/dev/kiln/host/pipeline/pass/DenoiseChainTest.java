package dev.kiln.host.pipeline.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.TooLarge;
import dev.kiln.host.graph.recipe.Variant;
import dev.kiln.host.model.Evaluation;
import dev.kiln.host.pipeline.hook.Opened;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DenoiseChainTest {
  private final List<String> calls = new ArrayList<>();
  private final Tensor latents = Tensor.zeros(1, 4, 2, 2);

  @Test
  void firstInOrderWrapsTheRest() {
    run(
        List.of(
            link("outer", call -> around("outer", call)),
            link("inner", call -> around("inner", call))));
    assertThat(calls).containsExactly("outer in", "inner in", "network", "inner out", "outer out");
  }

  @Test
  void interceptorThatDoesNotProceedIsRefused() {
    assertThatThrownBy(() -> run(List.of(link("lazy", call -> {}))))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'lazy' failed in denoise at step 1 of 20: proceed() was not called, but"
                + " evaluations() is not SKIPS");
  }

  @Test
  void interceptorThatProceedsTwiceIsRefused() {
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        link(
                            "eager",
                            call -> {
                              call.proceed();
                              call.proceed();
                            }))))
        .hasMessage(
            "plugin 'eager' failed in denoise at step 1 of 20: proceed() was called twice, but"
                + " evaluations() is not REPEATS");
  }

  @Test
  void interceptorThatSaysSoMaySkipOrRepeat() {
    run(List.of(link("skips", DenoiseInterceptor.Evaluations.SKIPS, call -> {})));
    assertThat(calls).isEmpty();
    run(
        List.of(
            link(
                "repeats",
                DenoiseInterceptor.Evaluations.REPEATS,
                call -> {
                  call.proceed();
                  call.proceed();
                }),
            link("inner", DenoiseCall::proceed)));
    assertThat(calls).containsExactly("network", "network");
  }

  @Test
  void whoAsksForOneRoleHasTheNetworkRunOnItsRowsAlone() {
    List<DenoiseChain> chain = new ArrayList<>();
    chain.add(
        chain(
            () -> calls.add(chain.get(0).asks(0) + " " + chain.get(0).asks(1)),
            List.of(
                link(
                    "repeats",
                    DenoiseInterceptor.Evaluations.REPEATS,
                    call -> {
                      call.proceed();
                      call.proceed(Row.Role.COND);
                      call.proceed(Row.Role.UNCOND);
                      call.proceed();
                    }),
                link("inner", DenoiseCall::proceed))));
    chain.get(0).run(new Evaluation(2, latents));
    assertThat(calls).containsExactly("true true", "true false", "false true", "true true");
  }

  @Test
  void whoAsksForAVariantHasItRunOnceAndTheWholeNetworkThenAgain() {
    List<DenoiseChain> chain = new ArrayList<>();
    chain.add(
        chain(
            () -> calls.add(chain.get(0).variant().name()),
            List.of(
                link(
                    "deep",
                    DenoiseInterceptor.Evaluations.REPEATS,
                    call -> {
                      call.proceed("shallow");
                      call.proceed();
                    }),
                link("inner", DenoiseCall::proceed))));
    chain.get(0).run(new Evaluation(2, latents));
    assertThat(calls).containsExactly("shallow", "");
  }

  @Test
  void aVariantThatThePluginDoesNotMakeIsRefused() {
    assertThatThrownBy(() -> run(List.of(link("deep", call -> call.proceed("late")))))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'deep' failed in denoise at step 1 of 20: there is no variant 'late'; the"
                + " patches of this plugin make [shallow]");
  }

  @Test
  void twoPluginsDoNotChooseVariantsForOneEvaluation() {
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        link("deep", call -> call.proceed("shallow")),
                        link("gate", call -> call.proceed("late")))))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'gate' failed in denoise at step 1 of 20: it asks for 'gate/late' where"
                + " 'deep/shallow' was asked for: an evaluation runs one variant; leave one of the"
                + " two plugins out");
  }

  @Test
  void anOutputIsReadOnlyFromTheRunThatGaveItOut() {
    assertThatThrownBy(() -> run(List.of(link("deep", call -> call.output("hidden")))))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'deep' failed in denoise at step 1 of 20: there is no output 'hidden': the"
                + " network gave out [] when it ran last");
  }

  @Test
  void failureNamesThePluginThatFailedAndNoOther() {
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        link("outer", DenoiseCall::proceed),
                        link(
                            "inner",
                            call -> {
                              throw new IllegalArgumentException("no such tensor");
                            }))))
        .isInstanceOf(PluginProblem.class)
        .hasMessage("plugin 'inner' failed in denoise at step 1 of 20: no such tensor");
  }

  @Test
  void failureOfTheNetworkIsNoPluginsFault() {
    assertThatThrownBy(
            () ->
                chain(
                        () -> {
                          throw new IllegalStateException("network failed");
                        },
                        List.of(link("outer", DenoiseCall::proceed)))
                    .run(new Evaluation(2, latents)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("network failed");
  }

  /** A jar without its library, one built against another SPI, and recursion without end. */
  @Test
  void anErrorOfAPluginNamesItToo() {
    failsAs(new NoClassDefFoundError("org/example/Gone"), "NoClassDefFoundError: org/example/Gone");
    failsAs(new AbstractMethodError("Old.open"), "AbstractMethodError: Old.open");
    failsAs(new StackOverflowError(), "StackOverflowError");
  }

  private void failsAs(Error error, String reason) {
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        link("outer", DenoiseCall::proceed),
                        link(
                            "inner",
                            call -> {
                              throw error;
                            }))))
        .isInstanceOf(PluginProblem.class)
        .hasMessage("plugin 'inner' failed in denoise at step 1 of 20: " + reason);
  }

  @Test
  void memoryThatAPluginRunsOutOfNamesIt() {
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        link("outer", DenoiseCall::proceed),
                        link(
                            "inner",
                            call -> {
                              throw new OutOfMemoryError("Java heap space");
                            }))))
        .isInstanceOf(TooLarge.class)
        .hasMessage(
            "there is not enough memory in plugin 'inner', denoise at step 1 of 20 (Java heap"
                + " space); ask for a smaller size or batch, or leave the plugin out");
  }

  @Test
  void memoryThatTheNetworkRunsOutOfIsNoPluginsFault() {
    OutOfMemoryError full = new OutOfMemoryError("Java heap space");
    DenoiseChain chain =
        chain(
            () -> {
              throw full;
            },
            List.of(link("outer", DenoiseCall::proceed)));
    assertThatThrownBy(() -> chain.run(new Evaluation(2, latents))).isSameAs(full);
  }

  @Test
  void whoLeavesNoNumberIsNamedAndNotWhoPassesItOn() {
    leavesNoNumber(
        "sample()",
        call -> {
          call.sample().data()[0] = Float.NaN;
          call.proceed();
        });
    leavesNoNumber(
        "denoised()",
        call -> {
          call.proceed();
          call.denoised().data()[0] = Float.POSITIVE_INFINITY;
        });
  }

  private void leavesNoNumber(String place, Consumer<DenoiseCall> body) {
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        link("outer", DenoiseCall::proceed),
                        link("spoils", body),
                        link("inner", DenoiseCall::proceed))))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'spoils' failed in denoise at step 1 of 20: NaN or infinity is left in "
                + place);
  }

  @Test
  void badRequestKeepsItsMessage() {
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        link(
                            "strict",
                            call -> {
                              throw new BadRequest("threshold is 7; it must be 0 to 1");
                            }))))
        .isInstanceOf(BadRequest.class)
        .hasMessage("threshold is 7; it must be 0 to 1");
  }

  private void around(String name, DenoiseCall call) {
    calls.add(name + " in");
    call.proceed();
    calls.add(name + " out");
  }

  private void run(List<Opened<DenoiseInterceptor>> links) {
    chain(() -> calls.add("network"), links).run(new Evaluation(2, latents));
  }

  private DenoiseChain chain(Runnable network, List<Opened<DenoiseInterceptor>> links) {
    StepClock clock = new StepClock(20, 20);
    Conditions.Timeline timeline =
        new Conditions.Timeline(List.of(new Conditions.Entry(20, Tensor.zeros(77, 8))));
    RowSet rows =
        new RowSet(
            clock,
            List.of(new Conditions(List.of(new Conditions.Part(1, timeline)), timeline)),
            false,
            false);
    rows.settle();
    List<Variant> variants =
        List.of(Variant.WHOLE, new Variant("deep", "shallow"), new Variant("gate", "late"));
    return new DenoiseChain(links, clock, rows, variants, network);
  }

  private static Opened<DenoiseInterceptor> link(String plugin, Consumer<DenoiseCall> body) {
    return link(plugin, DenoiseInterceptor.Evaluations.ONCE, body);
  }

  private static Opened<DenoiseInterceptor> link(
      String plugin, DenoiseInterceptor.Evaluations evaluations, Consumer<DenoiseCall> body) {
    return new Opened<>(
        plugin,
        new DenoiseInterceptor() {
          @Override
          public void intercept(DenoiseCall call) {
            body.accept(call);
          }

          @Override
          public Evaluations evaluations() {
            return evaluations;
          }
        });
  }
}
