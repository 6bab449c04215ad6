package dev.kiln.host.pipeline.condition;

import dev.kiln.host.prompt.AddedWords;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.host.prompt.Emphasis;
import dev.kiln.host.prompt.EmphasisMode;
import dev.kiln.host.prompt.ParsedPrompt;
import dev.kiln.host.prompt.PromptChunk;
import dev.kiln.host.prompt.PromptParser;
import dev.kiln.host.prompt.StepRange;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** From parsed prompts to conditions: embeds chunks, weighs them, joins them along the tokens. */
public final class Conditioner {
  private static final Prompt.Part NOTHING = Prompt.Part.of("");

  private final EmbeddingChain chain;
  private final PatchedEncoder encoder;
  private final EmphasisMode emphasis;

  /**
   * @param encoder at the end of the chain
   */
  public Conditioner(EmbeddingChain chain, PatchedEncoder encoder, EmphasisMode emphasis) {
    this.chain = chain;
    this.encoder = encoder;
    this.emphasis = emphasis;
  }

  public Conditions conditions(ParsedPrompt prompt, ParsedPrompt negative) {
    List<Conditions.Part> parts = new ArrayList<>();
    for (ParsedPrompt.Part part : prompt.parts()) {
      Conditions.Timeline timeline = timeline(part, OptionalInt.of(parts.size()));
      parts.add(new Conditions.Part(part.weight(), timeline));
    }
    return new Conditions(parts, timeline(negative.parts().get(0), OptionalInt.empty()));
  }

  /** The same conditions, all as long as the longest: filled up with empty prompts as in webUI. */
  public Conditions padded(Conditions conditions, ClipTokenizer tokenizer) {
    ParsedPrompt empty =
        new PromptParser(tokenizer, AddedWords.NONE, emphasis, StepRange.first(1))
            .negative(NOTHING);
    List<PromptChunk> chunks = empty.parts().get(0).entries().get(0).chunks();
    Tensor filler = embedded(chunks, OptionalInt.empty());
    int longest = longest(conditions);
    return new Conditions(
        conditions.parts().stream()
            .map(it -> new Conditions.Part(it.weight(), padded(it.timeline(), filler, longest)))
            .toList(),
        padded(conditions.negative(), filler, longest));
  }

  public static int longest(Conditions conditions) {
    int longest = tokens(conditions.negative());
    for (Conditions.Part part : conditions.parts()) {
      longest = Math.max(longest, tokens(part.timeline()));
    }
    return longest;
  }

  private static int tokens(Conditions.Timeline timeline) {
    return timeline.entries().get(0).embedding().dim(0);
  }

  private static Conditions.Timeline padded(
      Conditions.Timeline timeline, Tensor filler, int longest) {
    return new Conditions.Timeline(
        timeline.entries().stream()
            .map(it -> new Conditions.Entry(it.endAt(), padded(it.embedding(), filler, longest)))
            .toList());
  }

  private static Tensor padded(Tensor embedding, Tensor filler, int longest) {
    List<Tensor> pieces = new ArrayList<>(List.of(embedding));
    for (int length = embedding.dim(0); length < longest; length += filler.dim(0)) {
      pieces.add(filler);
    }
    return joined(pieces);
  }

  private Conditions.Timeline timeline(ParsedPrompt.Part part, OptionalInt index) {
    List<List<PromptChunk>> texts =
        part.entries().stream().map(ParsedPrompt.Entry::chunks).toList();
    List<Tensor> embeddings = texts.stream().map(chunks -> embedded(chunks, index)).toList();
    new Emphasis(emphasis).apply(texts, embeddings);
    List<Conditions.Entry> entries = new ArrayList<>();
    for (int i = 0; i < embeddings.size(); i++) {
      entries.add(new Conditions.Entry(part.entries().get(i).endAt(), embeddings.get(i)));
    }
    return new Conditions.Timeline(entries);
  }

  private Tensor embedded(List<PromptChunk> chunks, OptionalInt part) {
    return joined(chunks.stream().map(chunk -> chain.embed(encoder.key(part, chunk))).toList());
  }

  private static Tensor joined(List<Tensor> pieces) {
    int tokens = pieces.stream().mapToInt(piece -> piece.dim(0)).sum();
    Tensor all = Tensor.zeros(tokens, pieces.get(0).dim(1));
    int at = 0;
    for (Tensor piece : pieces) {
      System.arraycopy(piece.data(), 0, all.data(), at, piece.size());
      at += piece.size();
    }
    return all;
  }
}
