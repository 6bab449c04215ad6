package dev.kiln.host.pipeline.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.RequestFacts;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.VaeCall;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.VaeHook;
import dev.kiln.spi.hook.VaeInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A codec whose pictures are all 0.25 and whose latents are all 2. */
class VaeChainTest {
  private static final UnaryOperator<Tensor> DECODER = latents -> filled(0.25f, 3, 16, 8);
  private static final UnaryOperator<Tensor> ENCODER = picture -> filled(2, 4, 2, 1);

  private final List<Hook<VaeHook>> hooks = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  private static Tensor filled(float value, int... shape) {
    Tensor tensor = Tensor.zeros(shape);
    Arrays.fill(tensor.data(), value);
    return tensor;
  }

  private void plugin(String id, Consumer<VaeCall> both) {
    hooks.add(new Hook<>(id, new Plugin(id, both)));
  }

  private final class Plugin implements VaeHook, VaeInterceptor {
    private final String id;
    private final Consumer<VaeCall> both;

    Plugin(String id, Consumer<VaeCall> both) {
      this.id = id;
      this.both = both;
    }

    @Override
    public Optional<VaeInterceptor> open(RequestContext request) {
      events.add(id + " opened");
      return Optional.of(this);
    }

    @Override
    public void decode(VaeCall call) {
      both.accept(call);
    }

    @Override
    public void encode(VaeCall call) {
      both.accept(call);
    }

    @Override
    public Optional<Tensor> preview(Tensor latents) {
      return latents.data()[0] < id.length()
          ? Optional.of(filled(id.length(), 3, 1, 1))
          : Optional.empty();
    }

    @Override
    public void close() {
      events.add(id + " closed");
    }
  }

  private VaeChain chain() {
    return new VaeChain(
        new Hooks() {
          @Override
          @SuppressWarnings("unchecked")
          public <H extends HookPoint> List<Hook<H>> of(Class<H> type) {
            return type == VaeHook.class ? (List<Hook<H>>) (List<?>) hooks : List.of();
          }
        },
        new RequestState(RequestFacts.NONE));
  }

  private Tensor decode() {
    try (VaeChain chain = chain()) {
      return chain.decode(filled(1, 4, 2, 1), DECODER);
    }
  }

  private Tensor encode() {
    try (VaeChain chain = chain()) {
      return chain.encode(filled(0.5f, 3, 16, 8), 4, ENCODER);
    }
  }

  private static void scale(Tensor values, float factor) {
    for (int i = 0; i < values.size(); i++) {
      values.data()[i] *= factor;
    }
  }

  @Test
  void withoutPluginsTheCodecIsAllThereIs() {
    assertThat(decode().data()).containsOnly(0.25f);
    assertThat(encode().data()).containsOnly(2);
  }

  @Test
  void theFirstWrapsTheRest() {
    plugin(
        "outer",
        call -> {
          call.proceed();
          scale(call.picture(), 2);
        });
    plugin(
        "inner",
        call -> {
          call.proceed();
          for (int i = 0; i < call.picture().size(); i++) {
            call.picture().data()[i] += 1;
          }
        });
    assertThat(decode().data()).containsOnly(2.5f);
    assertThat(events)
        .containsExactly("outer opened", "inner opened", "outer closed", "inner closed");
  }

  @Test
  void oneThatDoesNotProceedFillsTheResult() {
    plugin("own", call -> Arrays.fill(call.latents().data(), 7));
    assertThat(encode().data()).containsOnly(7);
  }

  @Test
  void whatGoesInMayBeChanged() {
    List<Float> seen = new ArrayList<>();
    plugin(
        "brighter",
        call -> {
          scale(call.picture(), 2);
          call.proceed();
        });
    try (VaeChain chain = chain()) {
      chain.encode(
          filled(0.25f, 3, 16, 8),
          4,
          picture -> {
            seen.add(picture.data()[0]);
            return ENCODER.apply(picture);
          });
    }
    assertThat(seen).containsExactly(0.5f);
  }

  @Test
  void itIsNamedForWhatItThrowsAndForWhatItLeavesEmpty() {
    plugin("outer", VaeCall::proceed);
    plugin(
        "broken",
        call -> {
          throw new IllegalStateException("no idea");
        });
    assertThatThrownBy(this::decode).hasMessage("plugin 'broken' failed in decode: no idea");
    assertThatThrownBy(this::encode).hasMessage("plugin 'broken' failed in encode: no idea");
    hooks.clear();
    plugin("idle", call -> {});
    assertThatThrownBy(this::decode)
        .hasMessage("plugin 'idle' failed in decode: NaN or infinity is left in picture()");
    hooks.clear();
    plugin(
        "twice",
        call -> {
          call.proceed();
          call.proceed();
        });
    assertThatThrownBy(this::encode)
        .hasMessage(
            "plugin 'twice' failed in encode: proceed() was called twice; call it once or not at"
                + " all");
  }

  @Test
  void whatTheModelThrowsIsNobodyElses() {
    plugin("outer", VaeCall::proceed);
    IllegalStateException damaged = new IllegalStateException("the model is damaged");
    try (VaeChain chain = chain()) {
      assertThatThrownBy(
              () ->
                  chain.decode(
                      filled(1, 4, 2, 1),
                      latents -> {
                        throw damaged;
                      }))
          .isSameAs(damaged);
    }
  }

  @Test
  void theFirstThatHasAPreviewIsTaken() {
    plugin("small", VaeCall::proceed);
    plugin("larger", VaeCall::proceed);
    try (VaeChain chain = chain()) {
      assertThat(chain.preview(filled(1, 4, 2, 1)).orElseThrow().data()).containsOnly(5);
      assertThat(chain.preview(filled(5, 4, 2, 1)).orElseThrow().data()).containsOnly(6);
      assertThat(chain.preview(filled(9, 4, 2, 1))).isEmpty();
    }
  }
}
