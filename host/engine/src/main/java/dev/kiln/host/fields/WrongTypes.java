package dev.kiln.host.fields;

import java.util.List;
import java.util.stream.Collectors;

/** A body whose values are not of the right type, or that is not JSON: 422 in FastAPI's form. */
public final class WrongTypes extends RuntimeException {
  private final transient List<Problem> problems;

  /** One wrong value. */
  public record Problem(List<Object> loc, String msg, String type) {
    static Problem of(FieldTable.Field field) {
      return new Problem(
          List.of("body", field.name()), field.kind().message(), field.kind().code());
    }
  }

  public WrongTypes(List<Problem> problems) {
    super(
        problems.stream()
            .map(it -> it.loc().get(it.loc().size() - 1) + ": " + it.msg())
            .collect(Collectors.joining("; ")));
    this.problems = problems;
  }

  public List<Problem> problems() {
    return problems;
  }
}
