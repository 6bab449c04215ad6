package dev.kiln.host.app;

import dev.kiln.host.request.FieldType;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags of a request's fields, from their table. */
final class RequestFlags {
  /** Those that are neither of samplers nor of a picture to begin with; SAMPLING has the rest. */
  private static final Map<RequestField<?>, FlagGroup> GROUPS =
      Map.ofEntries(
          Map.entry(RequestFields.NEGATIVE_PROMPT, FlagGroup.PROMPT),
          Map.entry(RequestFields.DISABLE_EXTRA_NETWORKS, FlagGroup.PROMPT),
          Map.entry(RequestFields.EMPHASIS, FlagGroup.PROMPT),
          Map.entry(RequestFields.CLIP_SKIP, FlagGroup.PROMPT),
          Map.entry(RequestFields.PAD_CONDITIONS, FlagGroup.PROMPT),
          Map.entry(RequestFields.MODEL, FlagGroup.MODEL),
          Map.entry(RequestFields.VAE, FlagGroup.MODEL),
          Map.entry(RequestFields.PREDICTION, FlagGroup.MODEL),
          Map.entry(RequestFields.ATTENTION, FlagGroup.MODEL),
          Map.entry(RequestFields.SEED, FlagGroup.SEEDS),
          Map.entry(RequestFields.SUBSEED, FlagGroup.SEEDS),
          Map.entry(RequestFields.SUBSEED_STRENGTH, FlagGroup.SEEDS),
          Map.entry(RequestFields.SEED_RESIZE_WIDTH, FlagGroup.SEEDS),
          Map.entry(RequestFields.SEED_RESIZE_HEIGHT, FlagGroup.SEEDS));

  private final List<RequestField<?>> fields;

  RequestFlags(List<RequestField<?>> fields) {
    this.fields = fields.stream().filter(field -> !field.flag().names().isEmpty()).toList();
  }

  void addTo(CommandSpec command) {
    fields.forEach(field -> command.addOption(option(field)));
  }

  private static OptionSpec option(RequestField<?> field) {
    boolean on = field.type().written() == Boolean.class;
    return OptionSpec.builder(field.flag().names().toArray(String[]::new))
        .userObject(group(field))
        .type(field.type().written())
        .arity(on ? "0" : "1")
        .paramLabel(field.flag().value())
        .description(description(field, on))
        .completionCandidates(field.type().choices())
        .build();
  }

  private static FlagGroup group(RequestField<?> field) {
    if (ImageFields.ALL.contains(field)) {
      return FlagGroup.FIRST_PICTURE;
    }
    return NoiseFields.ALL.contains(field)
        ? FlagGroup.NOISE
        : GROUPS.getOrDefault(field, FlagGroup.SAMPLING);
  }

  private static String description(RequestField<?> field, boolean on) {
    List<String> choices = field.type().choices();
    String help =
        choices.isEmpty() ? field.help() : field.help() + ": " + String.join(", ", choices);
    Object defaultValue = field.writtenDefault();
    return on || defaultValue == null || defaultValue.equals("")
        ? help
        : help + " (" + FieldType.text(defaultValue) + ")";
  }

  /** Whether a field's flag was typed. */
  boolean has(ParseResult typed, RequestField<?> field) {
    return fields.contains(field) && typed.hasMatchedOption(field.flag().names().get(0));
  }

  /** The same for a field of a picture that is drawn again: its optimizer counts, too. */
  boolean typed(ParseResult typed, RequestField<?> field) {
    // An optimizer that was named stands over that of the picture.
    return has(typed, field == RequestFields.OPERATORS ? RequestFields.ATTENTION : field);
  }

  /** Set the fields whose flags were typed. */
  void read(ParseResult typed, GenerationRequestBuilder request) {
    for (RequestField<?> field : fields) {
      Object value = typed.matchedOptionValue(field.flag().names().get(0), null);
      if (value != null) {
        request.read(field, value);
      }
    }
  }
}
