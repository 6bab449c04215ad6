package dev.kiln.host.fields;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Collectors;

/** Values that are not of the right type, or a body that is not JSON: 422 in FastAPI's form. */
public final class WrongTypes extends RuntimeException {
  private final transient List<Problem> problems;

  /** What is shown of a value: a picture in base64 is one, too. */
  private static final int SHOWN = 60;

  /**
   * One wrong value.
   *
   * @param input what was found, as pydantic 2 tells it; empty where that is not one value
   */
  public record Problem(
      List<Object> loc,
      String msg,
      String type,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String input) {
    static Problem of(String where, FieldTable.Field field, Object found) {
      return new Problem(
          List.of(where, field.name()), field.kind().message(), field.kind().code(), cut(found));
    }

    private static String cut(Object found) {
      String text = found instanceof String ? "\"" + found + "\"" : String.valueOf(found);
      return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    private String sentence() {
      return loc.get(loc.size() - 1) + ": " + msg + (input.isEmpty() ? "" : "; found " + input);
    }
  }

  public WrongTypes(List<Problem> problems) {
    super(problems.stream().map(Problem::sentence).collect(Collectors.joining("; ")));
    this.problems = problems;
  }

  public List<Problem> problems() {
    return problems;
  }
}
