/** What a picture that controls a generation is made with. Open PreprocessorInfo first. */
@NullMarked
package dev.kiln.spi.control;

import org.jspecify.annotations.NullMarked;
