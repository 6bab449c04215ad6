package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.EmbeddingCall;
import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.hook.ConditioningHook;
import dev.kiln.spi.hook.EmbeddingSource;
import dev.kiln.spi.host.Embeddings;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakePass;
import java.util.ArrayList;
import java.util.List;

/** A text encoder whose embedding of a prompt is its length, behind one hook. */
final class FakeEncoder implements Embeddings {
  final List<String> encoded = new ArrayList<>();
  private final ConditioningHook hook;

  FakeEncoder(ConditioningHook hook) {
    this.hook = hook;
  }

  Tensor through(String prompt) {
    return through(prompt, hook.open(FakePass.with()).orElseThrow());
  }

  Tensor through(String prompt, EmbeddingSource source) {
    List<Integer> ids = prompt.chars().boxed().toList();
    EmbeddingKey key = new EmbeddingKey("ab12", List.of(), ids, 1);
    EmbeddingCall call =
        new EmbeddingCall() {
          @Override
          public EmbeddingKey key() {
            return key;
          }

          @Override
          public Tensor proceed() {
            encoded.add(prompt);
            return Tensor.of(new float[] {prompt.length(), 1}, 1, 2);
          }
        };
    return source.embed(call);
  }

  @Override
  public int width() {
    return 2;
  }

  @Override
  public int embed(String prompt) {
    if (prompt.length() > 20) {
      throw new BadRequest("the prompt is too long");
    }
    through(prompt);
    return 1;
  }

  @Override
  public EncoderCost cost() {
    int runs = encoded.size();
    return runs == 0
        ? new EncoderCost(0, 0, 0, 0, 0)
        : new EncoderCost(1, 0.5, runs, runs * 0.125, 250_000_000);
  }
}
