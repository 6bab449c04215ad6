/**
 * Preprocessors of control pictures: their description, input and result. Open PreprocessorInfo
 * first.
 */
@NullMarked
package dev.kiln.spi.control;

import org.jspecify.annotations.NullMarked;
