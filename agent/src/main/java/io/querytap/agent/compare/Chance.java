package io.querytap.agent.compare;

/**
 * Student's distribution and, for many degrees of freedom, the normal one. By the continued fraction of the incomplete beta function
 * (Didonato and Morris 1992, section 4, evaluated by Lentz's method) and Lanczos' approximation of the gamma function.
 */
final class Chance {
    /** Past it Student's distribution and the normal one differ in no digit that anybody reads. */
    private static final double MANY_DEGREES = 1e7;

    private static final double LANCZOS_G = 7;
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    /** The fraction settles after a number of steps of the order of the root of its larger parameter. */
    private static final int MAX_STEPS = 20_000;

    private static final double SETTLED = 1e-14;
    private static final double TINY = 1e-300;

    /** Bisections of the interval below: to a billionth. */
    private static final int QUANTILE_STEPS = 40;

    private static final double HIGHEST_QUANTILE = 1e3;

    private Chance() {}

    /** How probable it is that chance alone lies as far from nothing as this, to either side. */
    static double ofBothSides(double t, double degreesOfFreedom) {
        if (Double.isNaN(t)) {
            return 1;
        }
        if (Double.isInfinite(t)) {
            return 0;
        }
        double degrees = Math.min(degreesOfFreedom, MANY_DEGREES);
        return incompleteBeta(degrees / (degrees + t * t), t * t / (degrees + t * t), degrees / 2, 0.5);
    }

    /** How far from nothing chance alone does not lie, but for this probability. */
    static double quantileOfBothSides(double probability, double degreesOfFreedom) {
        double near = 0;
        double far = HIGHEST_QUANTILE;
        for (int step = 0; step < QUANTILE_STEPS; step++) {
            double middle = (near + far) / 2;
            if (ofBothSides(middle, degreesOfFreedom) > probability) {
                near = middle;
            } else {
                far = middle;
            }
        }
        return (near + far) / 2;
    }

    /** Regularised; x and its complement apart, because one of them may be too small for a subtraction. */
    private static double incompleteBeta(double x, double complement, double a, double b) {
        if (x <= 0) {
            return 0;
        }
        if (complement <= 0) {
            return 1;
        }
        double front =
                Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x, complement) + b * log(complement, x));
        return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(complement, b, a) / b;
    }

    /** Of a share whose complement is known, which keeps the digits of a share near 1. */
    private static double log(double share, double complement) {
        return share > 0.5 ? Math.log1p(-complement) : Math.log(share);
    }

    private static double fraction(double x, double a, double b) {
        double numerator = 1;
        double denominator = 1 / notZero(1 - (a + b) * x / (a + 1));
        double value = denominator;
        for (int m = 1; m <= MAX_STEPS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            denominator = 1 / notZero(1 + even * denominator);
            numerator = notZero(1 + even / numerator);
            value *= denominator * numerator;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            denominator = 1 / notZero(1 + odd * denominator);
            numerator = notZero(1 + odd / numerator);
            double change = denominator * numerator;
            value *= change;
            if (Math.abs(change - 1) < SETTLED) {
                break;
            }
        }
        return value;
    }

    private static double notZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    private static double logGamma(double x) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double shifted = x - 1 + LANCZOS_G + 0.5;
        return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(shifted) - shifted + Math.log(sum);
    }
}
