package dev.kiln.host.pipeline.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.Opened;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.hook.Guidance;
import dev.kiln.spi.hook.GuidanceInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two images of one value, each of a prompt and a negative prompt, under the host's own guidance: u
 * + s (c - u) is 1 + 2 s for the first and 20 - 10 s for the second.
 */
class GuidanceChainTest {
  private static final double SCALE = 7;
  private static final float[] GUIDED = {15, -50};

  private final List<String> seen = new ArrayList<>();
  private final Tensor latents = Tensor.zeros(2, 1, 1, 1);
  private final StepClock clock = new StepClock(20, 20);
  private final RowSet rows = rows(clock);

  @Test
  void withoutInterceptorsTheWinnersPredictionIsTheResult() {
    assertThat(run(List.of()).data()).containsExactly(GUIDED);
  }

  @Test
  void firstInOrderWrapsTheRest() {
    Tensor result =
        run(
            List.of(
                link("outer", call -> around("outer", call, 100)),
                link("inner", call -> around("inner", call, 10))));
    assertThat(seen).containsExactly("outer in", "inner in", "inner out 15.0", "outer out 25.0");
    assertThat(result.data()).containsExactly(GUIDED[0] + 110, GUIDED[1] + 110);
  }

  private void around(String name, GuidanceCall call, float amount) {
    seen.add(name + " in");
    call.proceed();
    seen.add(name + " out " + call.combined().data()[0]);
    call.combined().data()[0] += amount;
    call.combined().data()[1] += amount;
  }

  @Test
  void aScaleThatIsHandedOnIsThatOfAllFurtherIn() {
    Tensor result =
        run(
            List.of(
                link(
                    "outer",
                    call -> {
                      call.proceedAt(3);
                      seen.add("outer " + call.scale());
                    }),
                link(
                    "inner",
                    call -> {
                      seen.add("inner " + call.scale());
                      call.proceed();
                    })));
    assertThat(seen).containsExactly("inner 3.0", "outer 7.0");
    assertThat(result.data()).containsExactly(7, -10);
  }

  @Test
  void otherScalesLeaveTheResultAlone() {
    Tensor other = Tensor.like(latents);
    Tensor result =
        run(
            List.of(
                link(
                    "asks",
                    call -> {
                      call.proceed();
                      call.combineAt(2, other);
                      assertThat(call.scale()).isEqualTo(SCALE);
                      assertThat(call.cond(0).data()).containsExactly(3);
                      assertThat(call.cond(1).data()).containsExactly(10);
                      assertThat(call.uncond(0).orElseThrow().data()).containsExactly(1);
                      assertThat(call.uncond(1).orElseThrow().data()).containsExactly(20);
                      assertThat(call.cond(1).shape()).containsExactly(1, 1, 1);
                      assertThat(call.latents()).isSameAs(latents);
                    })));
    assertThat(other.data()).containsExactly(5, 0);
    assertThat(result.data()).containsExactly(GUIDED);
  }

  @Test
  void eachEvaluationHasPredictionsOfItsOwn() {
    GuidanceChain chain =
        chain(
            List.of(
                link(
                    "asks",
                    call -> {
                      call.proceed();
                      seen.add("" + call.cond(0).data()[0]);
                    })));
    chain.run(denoised(3, 1, 10, 20), latents);
    chain.run(denoised(4, 1, 10, 20), latents);
    assertThat(seen).containsExactly("3.0", "4.0");
  }

  @Test
  void aNegativePromptThatWasDroppedIsNotThere() {
    rows.drop(3);
    rows.settle();
    Tensor result =
        chain(
                List.of(
                    link(
                        "asks",
                        call -> {
                          call.proceed();
                          assertThat(call.uncond(0)).isPresent();
                          assertThat(call.uncond(1)).isEmpty();
                          assertThat(call.cond(1).data()).containsExactly(10);
                        })))
            .run(Tensor.of(new float[] {3, 1, 10}, 3, 1, 1, 1), latents);
    assertThat(result.data()).containsExactly(GUIDED[0], 10);
  }

  @Test
  void interceptorThatDoesNotProceedOnceIsRefused() {
    assertThatThrownBy(() -> run(List.of(link("lazy", call -> {}))))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'lazy' failed in guidance at step 1 of 20: proceed() was not called; call it"
                + " exactly once");
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        link(
                            "eager",
                            call -> {
                              call.proceed();
                              call.proceedAt(2);
                            }))))
        .hasMessage(
            "plugin 'eager' failed in guidance at step 1 of 20: proceed() was called twice; call"
                + " it exactly once");
  }

  @Test
  void aTensorOfAnotherShapeIsRefused() {
    assertThatThrownBy(
            () -> run(List.of(link("wrong", call -> call.combineAt(2, Tensor.zeros(1, 4, 8, 8))))))
        .hasMessage(
            "plugin 'wrong' failed in guidance at step 1 of 20: combineAt() was given a tensor of"
                + " shape [1, 4, 8, 8]; it fills [2, 1, 1, 1], so make it like combined()");
  }

  @Test
  void failureNamesThePluginThatFailedAndNoOther() {
    Guidance broken =
        call -> {
          throw new IllegalStateException("no rows");
        };
    assertThatThrownBy(
            () ->
                new GuidanceChain(
                        new Opened<>("winner", broken),
                        List.of(link("outer", GuidanceCall::proceed)),
                        clock,
                        rows,
                        SCALE,
                        latents)
                    .run(denoised(3, 1, 10, 20), latents))
        .isInstanceOf(PluginProblem.class)
        .hasMessage("plugin 'winner' failed in guidance at step 1 of 20: no rows");
  }

  @Test
  void interceptorThatLeavesNoNumberIsNamed() {
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        link("outer", GuidanceCall::proceed),
                        link(
                            "spoils",
                            call -> {
                              call.proceed();
                              call.combined().data()[1] = Float.NaN;
                            }))))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'spoils' failed in guidance at step 1 of 20: NaN or infinity is left in"
                + " combined()");
  }

  private Tensor run(List<Opened<GuidanceInterceptor>> links) {
    return chain(links).run(denoised(3, 1, 10, 20), latents);
  }

  private GuidanceChain chain(List<Opened<GuidanceInterceptor>> links) {
    return new GuidanceChain(
        new Opened<>("host", new ClassifierFreeGuidance()), links, clock, rows, SCALE, latents);
  }

  private static Opened<GuidanceInterceptor> link(String plugin, GuidanceInterceptor body) {
    return new Opened<>(plugin, body);
  }

  private static Tensor denoised(float... values) {
    return Tensor.of(values, 4, 1, 1, 1);
  }

  private static RowSet rows(StepClock clock) {
    Conditions.Timeline timeline =
        new Conditions.Timeline(List.of(new Conditions.Entry(20, Tensor.zeros(77, 8))));
    RowSet rows =
        new RowSet(
            clock,
            Collections.nCopies(
                2, new Conditions(List.of(new Conditions.Part(1, timeline)), timeline)),
            false,
            false);
    rows.settle();
    return rows;
  }
}
