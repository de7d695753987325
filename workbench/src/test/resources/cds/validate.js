// Prints what cds-validator has against a file, one `property: message` a line.
const validator = require('cds-validator');
const [kind, file] = process.argv.slice(2);
validator[kind](require('fs').readFileSync(file, 'utf8'))
  .then(() => {})
  .catch(errors => errors.forEach(error => console.log(error.property + ': ' + error.message)));
