package dev.kiln.host.pipeline.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.RequestFacts;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.spi.generate.BlendCall;
import dev.kiln.spi.generate.FinalBlendCall;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.MaskBlender;
import dev.kiln.spi.hook.MaskHook;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One latent that is kept, one that is drawn anew and one between them, in two channels. */
class MaskBlendTest {
  private static final KeptLatents KEPT =
      new KeptLatents(
          Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 1, 3),
          Tensor.of(new float[] {0, 1, 0.5f}, 1, 1, 1, 3));

  private final List<Hook<MaskHook>> hooks = new ArrayList<>();
  private final List<Tensor> overlays = new ArrayList<>();
  private final StepClock clock = new StepClock(4, 4);

  private static Tensor latents() {
    return Tensor.of(new float[] {10, 20, 30, 40, 50, 60}, 1, 2, 1, 3);
  }

  private void plugin(String id, Consumer<BlendCall> blend, Consumer<FinalBlendCall> finish) {
    MaskBlender blender =
        new MaskBlender() {
          @Override
          public void blend(BlendCall call) {
            blend.accept(call);
          }

          @Override
          public void finish(FinalBlendCall call) {
            finish.accept(call);
          }
        };
    hooks.add(new Hook<>(id, request -> Optional.of(blender)));
  }

  private MaskMix mix() {
    MaskChain chain =
        new MaskChain(
            new Hooks() {
              @Override
              @SuppressWarnings("unchecked")
              public <H extends HookPoint> List<Hook<H>> of(Class<H> type) {
                return type == MaskHook.class ? (List<Hook<H>>) (List<?>) hooks : List.of();
              }
            },
            new RequestState(RequestFacts.NONE));
    chain.open();
    return new MaskMix(KEPT, chain, (image, drawn) -> overlays.add(drawn));
  }

  @Test
  void aPredictionHasTheKeptPlaceAsItWas() {
    PredictionBlend blend = new PredictionBlend(mix());
    Tensor latents = latents();
    assertThat(blend.input(latents, clock)).isSameAs(latents);
    blend.prediction(latents, latents(), latents(), clock);
    assertThat(latents.data()).containsExactly(1, 20, 16.5f, 4, 50, 33);
  }

  /** In Karras' latents a clean one is sqrt(1 + s²) times itself; noise there is the sampler's. */
  @Test
  void anInputShowsTheKeptPlaceWithoutNoise() {
    InputBlend blend = new InputBlend(mix());
    double sigma = Math.sqrt(3);
    clock.evaluationBegins(sigma);
    Tensor seen = blend.input(latents(), clock);
    assertThat(seen.data()).containsExactly(2, 20, 18, 8, 50, 36);
    Tensor noise = Tensor.of(new float[] {.1f, .2f, .3f, .4f, .5f, .6f}, 1, 2, 1, 3);
    Tensor denoised = Tensor.like(noise);
    for (int i = 0; i < 6; i++) {
      denoised.data()[i] = (float) (seen.data()[i] - sigma * noise.data()[i]);
    }
    blend.prediction(denoised, latents(), seen, clock);
    for (int i = 0; i < 6; i++) {
      assertThat((latents().data()[i] - denoised.data()[i]) / sigma)
          .isCloseTo(noise.data()[i], within(1e-5));
    }
  }

  @Test
  void atTheEndAllThatIsKeptIsAsItWas() {
    Tensor latents = latents();
    new InputBlend(mix()).end(latents, clock);
    assertThat(latents.data()).containsExactly(1, 20, 16.5f, 4, 50, 33);
    MaskBlend.NONE.end(latents, clock);
    assertThat(latents.data()).containsExactly(1, 20, 16.5f, 4, 50, 33);
  }

  /** The first adds what it is given, the second sees what became of it. */
  @Test
  void pluginsChangeTheMixInTheirOrder() {
    plugin(
        "first",
        call -> {
          assertThat(call.blended().data()).containsExactly(1, 20, 16.5f, 4, 50, 33);
          assertThat(call.init()).isSameAs(KEPT.init());
          assertThat(call.drawn()).isSameAs(KEPT.drawn());
          call.blended().data()[0] = call.current().data()[0];
        },
        call -> {});
    plugin("second", call -> call.blended().data()[0] *= 2, call -> {});
    Tensor latents = latents();
    new PredictionBlend(mix()).prediction(latents, latents(), latents(), clock);
    assertThat(latents.data()).containsExactly(20, 20, 16.5f, 4, 50, 33);
  }

  /** Latents of samplers by time steps come at the scale that the network was trained on. */
  @Test
  void whatPluginsSeeOfAnInputKeepsItsVariance() {
    clock.evaluationBegins(Math.sqrt(3));
    plugin(
        "all drawn",
        call -> {
          assertThat(call.current().data()).containsExactly(5, 10, 15, 20, 25, 30);
          assertThat(call.blended().data()).containsExactly(1, 10, 9, 4, 25, 18);
          call.blended().set(call.current());
        },
        call -> {});
    Tensor seen = new InputBlend(mix()).input(latents(), clock);
    assertThat(seen.data()).containsExactly(latents().data());
  }

  @Test
  void atTheEndTheyMixOnceMoreAndSayWhatIsShown() {
    Tensor mask = Tensor.of(new float[] {1, 0.5f, 0}, 1, 3);
    plugin(
        "soft",
        call -> {},
        call -> {
          call.blended().set(call.current());
          call.overlay(0, mask);
        });
    Tensor latents = latents();
    new PredictionBlend(mix()).end(latents, clock);
    assertThat(latents.data()).containsExactly(latents().data());
    assertThat(overlays).containsExactly(mask);
  }

  @Test
  void theyAreNamedForWhatTheyThrowAndLeave() {
    plugin("broken", call -> call.blended().data()[1] = Float.NaN, call -> {});
    PredictionBlend blend = new PredictionBlend(mix());
    assertThatThrownBy(() -> blend.prediction(latents(), latents(), latents(), clock))
        .hasMessage(
            "plugin 'broken' failed in mask blend at step 1 of 4: NaN or infinity is left in blended()");
    hooks.clear();
    plugin("wrong", call -> {}, call -> call.overlay(0, Tensor.zeros(3, 3)));
    assertThatThrownBy(() -> new PredictionBlend(mix()).end(latents(), clock))
        .hasMessage(
            "plugin 'wrong' failed in MaskBlender.finish: overlay() was given a mask of shape [3, 3]; expected [1, 3]");
  }
}
