package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.Assembled;
import dev.kiln.spi.generate.SplitCall;
import dev.kiln.spi.hook.RequestSplitter;
import dev.kiln.spi.hook.Split;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.tensor.Picture;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every {@code RequestSplitter} promises. Extend it, and say which hook and which options make
 * it split.
 */
public abstract class RequestSplitterContract {
  private static final Map<String, Object> FIELDS =
      Map.of(
          "prompt",
          "a girl, a red hat",
          "negative_prompt",
          "",
          "seed",
          7L,
          "steps",
          4,
          "sampler",
          "Euler",
          "cfg_scale",
          7.0,
          "batch_size",
          1,
          "batch_count",
          1,
          "plugins",
          Map.of());

  /** The hook: a new object, made as its container would make it. */
  protected abstract RequestSplitter hook();

  /** Options under which it splits a request with a prompt, a seed, steps and a sampler. */
  protected abstract Record options();

  private Split split() {
    return hook().split(call(options())).orElseThrow();
  }

  private static SplitCall call(Record options) {
    return new FakeSplitCall(options, FIELDS, false);
  }

  @Test
  void withoutOptionsARequestStaysWhole() {
    assertThat(hook().split(new FakeSplitCall(null, FIELDS, false))).isEmpty();
  }

  @Test
  void aRequestWithASeedIsSplitTheSameEachTime() {
    assertThat(split().parts()).isNotEmpty().isEqualTo(split().parts());
    Split once = split();
    assertThat(once.parts()).isEqualTo(once.parts());
  }

  @Test
  void thePartsOfOneRequestDoNotChangeThoseOfAnother() {
    RequestSplitter hook = hook();
    Split first = hook.split(call(options())).orElseThrow();
    Map<String, Object> others = new LinkedHashMap<>(FIELDS);
    others.put("prompt", "a boy, a red hat");
    hook.split(new FakeSplitCall(options(), others, false)).orElseThrow().parts();
    assertThat(first.parts()).isEqualTo(split().parts());
  }

  /** Fewer than all where the user stopped. */
  @Test
  void anyNumberOfPartsIsAssembled() {
    Generated part = new Generated(List.of(Picture.black(8, 16)), List.of(""), List.of());
    for (int drawn = 1; drawn <= split().parts().size(); drawn++) {
      Assembled assembled = split().assemble(Collections.nCopies(drawn, part));
      assertThat(assembled.pictures().isEmpty() && !assembled.keepsParts()).isFalse();
    }
  }
}
