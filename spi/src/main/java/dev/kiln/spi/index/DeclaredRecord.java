package dev.kiln.spi.index;

import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.MirroredTypeException;

/** The options record that an element of an annotation names. */
final class DeclaredRecord {
  private DeclaredRecord() {}

  /**
   * A compiler has the class as a mirror only, which it throws.
   *
   * @return empty for {@code Record} itself, which stands for none
   */
  static Optional<OptionsEntry> of(
      Supplier<Class<? extends Record>> element, ProcessingEnvironment environment) {
    try {
      throw new IllegalStateException("a class at compile time: " + element.get());
    } catch (MirroredTypeException mirrored) {
      TypeElement type =
          (TypeElement) environment.getTypeUtils().asElement(mirrored.getTypeMirror());
      return Optional.of(type)
          .filter(it -> !it.getQualifiedName().contentEquals(Record.class.getName()))
          .map(OptionsEntry::new);
    }
  }
}
