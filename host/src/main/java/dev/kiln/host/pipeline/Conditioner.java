package dev.kiln.host.pipeline;

import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.host.prompt.Emphasis;
import dev.kiln.host.prompt.EmphasisMode;
import dev.kiln.host.prompt.ParsedPrompt;
import dev.kiln.host.prompt.PromptChunk;
import dev.kiln.host.prompt.PromptParser;
import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** From parsed prompts to conditions: embeds chunks, weighs them, joins them along the tokens. */
final class Conditioner {
  private final EmbeddingChain chain;
  private final String encoder;
  private final List<String> patches;
  private final EmphasisMode emphasis;
  private final int clipSkip;

  /**
   * @param encoder SHA-256 of the text encoder
   * @param patches what plugins changed in it
   */
  Conditioner(
      EmbeddingChain chain,
      String encoder,
      List<String> patches,
      EmphasisMode emphasis,
      int clipSkip) {
    this.chain = chain;
    this.encoder = encoder;
    this.patches = patches;
    this.emphasis = emphasis;
    this.clipSkip = clipSkip;
  }

  Conditions conditions(ParsedPrompt prompt, ParsedPrompt negative) {
    List<Conditions.Part> parts =
        prompt.parts().stream()
            .map(part -> new Conditions.Part(part.weight(), timeline(part)))
            .toList();
    return new Conditions(parts, timeline(negative.parts().get(0)));
  }

  /** The same conditions, all as long as the longest: filled up with empty prompts as in webUI. */
  Conditions padded(Conditions conditions, ClipTokenizer tokenizer) {
    ParsedPrompt empty = new PromptParser(tokenizer, emphasis, 1).negative("");
    Tensor filler = embedded(empty.parts().get(0).entries().get(0).chunks());
    int longest = longest(conditions);
    return new Conditions(
        conditions.parts().stream()
            .map(it -> new Conditions.Part(it.weight(), padded(it.timeline(), filler, longest)))
            .toList(),
        padded(conditions.negative(), filler, longest));
  }

  static int longest(Conditions conditions) {
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

  private Conditions.Timeline timeline(ParsedPrompt.Part part) {
    List<List<PromptChunk>> texts =
        part.entries().stream().map(ParsedPrompt.Entry::chunks).toList();
    List<Tensor> embeddings = texts.stream().map(this::embedded).toList();
    new Emphasis(emphasis).apply(texts, embeddings);
    List<Conditions.Entry> entries = new ArrayList<>();
    for (int i = 0; i < embeddings.size(); i++) {
      entries.add(new Conditions.Entry(part.entries().get(i).endAt(), embeddings.get(i)));
    }
    return new Conditions.Timeline(entries);
  }

  private Tensor embedded(List<PromptChunk> chunks) {
    return joined(
        chunks.stream()
            .map(chunk -> chain.embed(new EmbeddingKey(encoder, patches, chunk.ids(), clipSkip)))
            .toList());
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
