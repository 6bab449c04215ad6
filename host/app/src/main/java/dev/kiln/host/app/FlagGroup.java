package dev.kiln.host.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Member;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Under which heading help lists a flag of the host's, in the order in which it does. */
enum FlagGroup {
  COMMAND("This command"),
  RESULT("Result"),
  PROMPT("Prompt"),
  MODEL("Model"),
  SAMPLING("Sampling"),
  SEEDS("Seeds"),
  NOISE("Settings of samplers"),
  FIRST_PICTURE("Picture to begin with"),
  PLUGINS("Plugins"),
  ACCESS("Who may call"),
  MEASURING("Measuring attention between pictures"),
  EVERYWHERE("Every command");

  private final String heading;

  FlagGroup(String heading) {
    this.heading = heading;
  }

  /** The group of all flags that a class declares. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Of {
    FlagGroup value();
  }

  String heading() {
    return heading;
  }

  /** Of a flag; empty for one of a plugin, whose user object is the plugin's id. */
  static Optional<FlagGroup> of(OptionSpec flag) {
    if (flag.userObject() instanceof FlagGroup group) {
      return Optional.of(group);
    }
    if (flag.userObject() instanceof Member member) {
      Of declared = member.getDeclaringClass().getAnnotation(Of.class);
      return Optional.of(declared == null ? COMMAND : declared.value());
    }
    return Optional.empty();
  }
}
