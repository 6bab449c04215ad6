package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.WakeOn;
import dev.kiln.spi.generate.NamedHashes;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.Word;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.hook.WordProvider;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.tensor.Tensor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Offers the files that fit the model, and says which one that a prompt names does not. */
@Extension
@Singleton
@WakeOn(
    value = WakeOn.Wake.GENERATION,
    folders = "../" + InversionLibrary.BESIDE,
    models = ModelFiles.Kind.EMBEDDING)
// What other processors write may name a file.
@HookOrder(phase = HookOrder.Phase.LATE)
public final class InversionWords implements PromptProcessor, WordProvider {
  static final String HASHES = "TI hashes";

  private final InversionLibrary library;

  @Inject
  InversionWords(InversionLibrary library) {
    this.library = library;
  }

  /**
   * What a request may name.
   *
   * @param named short hashes by name of those that it does name, in their order
   */
  private record Offer(Map<Word, Inversion> words, Map<String, String> named) {}

  /** Changes nothing. */
  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    request.keep(prompts);
    return prompts;
  }

  @Override
  public List<Word> words(int width, RequestContext request) {
    String texts = request.kept(Prompts.class).map(InversionWords::texts).orElse("");
    Map<String, Inversion> byKey = new HashMap<>();
    Map<Word, Inversion> words = new LinkedHashMap<>();
    for (Inversion one : library.all()) {
      String problem = one.problem(width);
      Inversion first = problem.isEmpty() ? byKey.putIfAbsent(one.key(), one) : null;
      if (!problem.isEmpty()) {
        warn(one, texts, "is drawn as letters: " + problem, request);
      } else if (first != null) {
        String both = "is the name of %s and of %s; the first is used, rename one";
        warn(one, texts, both.formatted(first.found().path(), one.found().path()), request);
      } else {
        for (String name : one.names()) {
          words.put(new Word(name, one.contents().vectors(), one.hash()), one);
        }
      }
    }
    request.keep(new Offer(words, new LinkedHashMap<>()));
    return List.copyOf(words.keySet());
  }

  private static String texts(Prompts prompts) {
    return prompts.distinct().stream()
        .flatMap(prompt -> Stream.concat(prompt.parts().stream(), Stream.of(prompt.negative())))
        .map(part -> part.text())
        .collect(Collectors.joining("\n"));
  }

  private static void warn(Inversion one, String texts, String problem, RequestContext request) {
    if (one.isIn(texts)) {
      request.warn("textual inversion '%s' %s".formatted(one.name(), problem));
    }
  }

  @Override
  public Tensor vectors(Word word, RequestContext request) {
    Offer offer = request.kept(Offer.class).orElseThrow();
    Inversion one = offer.words().get(word);
    Tensor vectors = library.vectors(one);
    offer.named().put(one.name(), one.shortHash());
    request.infotext(HASHES, new NamedHashes(offer.named()).text());
    return vectors;
  }
}
