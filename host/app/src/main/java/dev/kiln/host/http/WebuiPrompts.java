package dev.kiln.host.http;

import dev.kiln.host.fields.Values;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * webUI's prompts, each a text or a list with one for each picture. With a list, webUI makes as
 * many pictures as it has entries, but no more than {@code batch_size * n_iter}.
 */
final class WebuiPrompts {
  private final Values values;

  WebuiPrompts(Values values) {
    this.values = values;
  }

  /**
   * Set the prompts, and the number of pictures where there are lists.
   *
   * @return what the client should know of it
   * @throws BadRequest when lists are empty or of unequal lengths
   */
  Optional<String> read(GenerationRequestBuilder request) {
    OptionalInt listed = listed();
    if (listed.isEmpty()) {
      request.read(RequestFields.PROMPT, values.text("prompt"));
      request.read(RequestFields.NEGATIVE_PROMPT, values.text("negative_prompt"));
      return Optional.empty();
    }
    long size = (Long) values.value("batch_size");
    long wanted = Math.multiplyExact(Math.min(size, 1 << 20), Math.min(count(), 1 << 20));
    int pictures = (int) Math.min(listed.getAsInt(), wanted);
    if (pictures > 0) {
      // A batch that webUI would leave unfilled becomes several; the pictures are the same.
      int batch = BigInteger.valueOf(pictures).gcd(BigInteger.valueOf(size)).intValue();
      request.batch(batch, pictures / batch);
    }
    put("prompt", RequestFields.PROMPT, RequestFields.PROMPTS, pictures, request);
    put(
        "negative_prompt",
        RequestFields.NEGATIVE_PROMPT,
        RequestFields.NEGATIVE_PROMPTS,
        pictures,
        request);
    return listed.getAsInt() == wanted
        ? Optional.empty()
        : Optional.of(
            "the prompts are a list of %d and batch_size times n_iter is %d; the smaller number of pictures is made"
                .formatted(listed.getAsInt(), wanted));
  }

  private long count() {
    return (Long) values.value("n_iter");
  }

  private OptionalInt listed() {
    List<Integer> sizes =
        Stream.of("prompt", "negative_prompt")
            .flatMap(name -> values.texts(name).map(List::size).stream())
            .distinct()
            .toList();
    if (sizes.size() > 1) {
      throw new BadRequest(
          "prompt is a list of %d and negative_prompt one of %d; give as many of both"
              .formatted(sizes.get(0), sizes.get(1)));
    }
    if (sizes.contains(0)) {
      throw new BadRequest("the list of prompts is empty; give one prompt for each picture");
    }
    return sizes.stream().mapToInt(Integer::intValue).findFirst();
  }

  /** One prompt beside a list of the other is that of all pictures. */
  private void put(
      String name,
      RequestField<String> first,
      RequestField<List<String>> all,
      int pictures,
      GenerationRequestBuilder request) {
    List<String> texts =
        values.texts(name).orElseGet(() -> Collections.nCopies(pictures, values.text(name)));
    request.with(first, texts.get(0));
    if (values.texts(name).isPresent()) {
      request.with(all, List.copyOf(texts.subList(0, pictures)));
    }
  }
}
